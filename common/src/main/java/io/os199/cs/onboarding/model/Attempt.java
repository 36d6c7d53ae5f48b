package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An attempt of a person at a module.
 *
 * @param number from 1, in the order in which they were recorded
 * @param sessionId the session in which it was made, if any
 * @param completedAt absent when unknown
 * @param scoreRate absent for a module without assessment
 * @param passed absent when it was not assessed
 */
public record Attempt(
        String moduleId,
        int number,
        @Nullable String sessionId,
        @Nullable Instant completedAt,
        @Nullable BigDecimal scoreRate,
        @Nullable Boolean passed) {

    /** Whether it was passed. */
    public boolean isPassed() {
        return Boolean.TRUE.equals(passed);
    }

    /** Returns the UTC day of its end; absent when unknown. */
    public @Nullable LocalDate day() {
        return completedAt == null ? null : LocalDate.ofInstant(completedAt, ZoneOffset.UTC);
    }
}
