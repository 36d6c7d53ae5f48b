package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.TrainingFormat;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A session to schedule.
 *
 * @param module its id, code or name
 * @param format the module's when absent
 * @param scheduledAt absent for an assignment that is open from now
 * @param durationMinutes the module's when absent
 * @param recorded the format's default when absent
 * @param emails in lower case, each once
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
