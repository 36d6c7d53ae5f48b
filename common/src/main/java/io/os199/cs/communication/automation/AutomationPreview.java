package io.os199.cs.communication.automation;

import io.os199.cs.communication.mail.Letter;

import org.jspecify.annotations.Nullable;

/**
 * What an automation would have done, before it does anything.
 *
 * @param matchingClientCount the clients that it watches
 * @param past what would have triggered it in the last thirty days, ignoring its cool-down; absent when the search
 *     took too long
 * @param letter the first mail, to the first client by id that would have triggered it, else to the first that it
 *     watches; absent when nobody would get one
 */
public record AutomationPreview(
        int matchingClientCount, @Nullable Past past, @Nullable Letter letter) {
    /** How often it would have been triggered, and by how many clients. */
    public record Past(int firedCount, int clientCount) {}
}
