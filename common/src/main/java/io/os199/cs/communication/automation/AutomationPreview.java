package io.os199.cs.communication.automation;

import io.os199.cs.communication.mail.Letter;

import org.jspecify.annotations.Nullable;

/**
 * What an automation would have done, before it does anything.
 *
 * @param matchingClientCount that it watches
 * @param past what would have set it off in the last thirty days, whatever its cool-down; absent where that could not be looked through in
 *     time
 * @param letter the first mail, to the first client by id that would have set it off, else that it watches; absent where nobody would get one
 */
public record AutomationPreview(
        int matchingClientCount, @Nullable Past past, @Nullable Letter letter) {
    /** How often, and by how many clients. */
    public record Past(int firedCount, int clientCount) {}
}
