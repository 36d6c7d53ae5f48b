package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.TrainingFormat;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A session to schedule.
 *
 * @param module its id, code or name
 * @param format absent: the module's
 * @param scheduledAt absent for an assignment that is open from now
 * @param durationMinutes absent: the module's
 * @param recorded absent: as usual for the format
 * @param emails lower case, each once
 */
public record NewSession(
        String clientId,
        String module,
        @Nullable TrainingFormat format,
        @Nullable Instant scheduledAt,
        @Nullable Integer durationMinutes,
        @Nullable Boolean recorded,
        List<String> emails,
        boolean sendsInvitations) {
    public NewSession {
        emails = List.copyOf(emails);
    }
}
