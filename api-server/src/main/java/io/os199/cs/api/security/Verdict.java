package io.os199.cs.api.security;

import java.time.Duration;

/** The result of checking a credential. */
public sealed interface Verdict {
    record Known(Principal principal) implements Verdict {}

    /**
     * The credential is not valid, and never will be.
     *
     * @param why a clause for the caller, in ASCII without quotes and without a word of the credential
     */
    record Refused(String why) implements Verdict {}

    /**
     * The credential cannot be checked now.
     *
     * @param why as for {@link Refused}
     */
    record Unavailable(String why, Duration retryAfter) implements Verdict {}
}
