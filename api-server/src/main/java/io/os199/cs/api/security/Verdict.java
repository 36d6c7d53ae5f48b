package io.os199.cs.api.security;

import java.time.Duration;

/** What came of looking at a credential. */
public sealed interface Verdict {
    record Known(Principal principal) implements Verdict {}

    /**
     * It is no good, and will be none later.
     *
     * @param why a clause for the caller, in ASCII without quotes and without a word of the credential
     */
    record Refused(String why) implements Verdict {}

    /**
     * Nobody can tell now.
     *
     * @param why as of {@link Refused}
     */
    record Unavailable(String why, Duration retryAfter) implements Verdict {}
}
