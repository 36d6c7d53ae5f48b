package io.os199.cs.retention.postmortem;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * An action that was not taken: before one departure with its reason and day, before several with their count.
 *
 * @param action what to do the next time
 * @param clientCount how many clients left after it was not taken
 */
public record Missed(
        String ruleId,
        MissedStep.@Nullable Because because,
        @Nullable LocalDate shouldHaveHappenedBy,
        String action,
        @Nullable Integer clientCount) {

    static Missed of(String ruleId, String action, int clientCount) {
        return new Missed(ruleId, null, null, action, clientCount);
    }

    int clients() {
        return clientCount == null ? 1 : clientCount;
    }
}
