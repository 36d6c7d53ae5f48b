package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.onboarding.model.TrainingFormat;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A training session of a client.
 *
 * @param scheduledAt when it begins; for an assignment, when it opens
 */
public record TrainingSession(
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

    /** Returns the planned end. */
    public Instant end() {
        return scheduledAt.plus(Duration.ofMinutes(durationMinutes));
    }

    /**
     * Returns the completion time of what is recorded now: the end of a meeting, or now if that is still to come or
     * the session is no meeting.
     */
    Instant completedAt(Instant now) {
        return format.isMeeting() && end().isBefore(now) ? end() : now;
    }

    /** Returns the time from which late results are counted. */
    Instant delivered() {
        return deliveredAt == null ? end() : deliveredAt;
    }
}
