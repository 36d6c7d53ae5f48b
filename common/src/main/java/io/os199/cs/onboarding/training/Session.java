package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.onboarding.model.TrainingFormat;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A training session of a client.
 *
 * @param scheduledAt its begin; of an assignment, from when it is open
 */
public record Session(
        String clientId,
        String sessionId,
        String moduleId,
        TrainingFormat format,
        Instant scheduledAt,
        int durationMinutes,
        boolean recording,
        SessionStatus status,
        @Nullable Instant deliveredAt,
        int version) {

    /** When it ends, as planned. */
    public Instant end() {
        return scheduledAt.plus(Duration.ofMinutes(durationMinutes));
    }

    /** When what is recorded now was completed: a meeting at its end, unless that is still to come. */
    Instant completedAt(Instant now) {
        return format.isMeeting() && end().isBefore(now) ? end() : now;
    }

    /** From when late results are counted. */
    Instant delivered() {
        return deliveredAt == null ? end() : deliveredAt;
    }
}
