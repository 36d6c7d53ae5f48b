package io.os199.cs.communication.automation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Whether an automation would run for a client.
 *
 * @param wouldFire whether the newest occurrence is from the last day, has no run yet and is outside the cool-down
 * @param because the reason
 * @param occurrence the newest of the last thirty days
 * @param nextAllowedAt when the cool-down ends; absent when there is none in progress
 */
public record AutomationTest(
        boolean wouldFire,
        Because because,
        @Nullable Occurrence occurrence,
        @Nullable Instant lastRunAt,
        @Nullable Instant nextAllowedAt) {
    /** Why it would, or would not. */
    public enum Because {
        OCCURRED,
        NOT_WATCHED,
        NO_OCCURRENCE,
        TOO_LATE,
        HAS_RUN,
        COOLDOWN
    }

    /** Something that triggers the automation. */
    public record Occurrence(String occurrenceKey, Instant at, @Nullable Double value) {}
}
