package io.os199.cs.onboarding.training;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A person's result in a session.
 *
 * @param email lower case
 */
public record SessionResult(
        String email,
        boolean attended,
        @Nullable Integer attendedMinutes,
        @Nullable BigDecimal scoreRate,
        @Nullable Integer feedbackRating) {}
