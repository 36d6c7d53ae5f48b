package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One try of a person at a module.
 *
 * @param number from 1, in the order in which they were recorded
 * @param sessionId of the session in which it was made, where it was in one
 * @param completedAt absent where nobody knows when
 * @param scoreRate absent of a module without assessment
 * @param passed absent where nobody judged it
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

    /** The UTC day of its end; absent where nobody knows when. */
    public @Nullable LocalDate day() {
        return completedAt == null ? null : LocalDate.ofInstant(completedAt, ZoneOffset.UTC);
    }
}
