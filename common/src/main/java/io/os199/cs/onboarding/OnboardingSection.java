package io.os199.cs.onboarding;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The part of a client's overview about its newest plan that is not cancelled.
 *
 * @param milestoneCount without the skipped ones
 * @param overdueCount past due and not completed
 * @param trainedContactCount people with a passed training
 */
public record OnboardingSection(
        String planId,
        String status,
        int milestoneCount,
        int completedCount,
        @Nullable BigDecimal completionRate,
        int overdueCount,
        LocalDate targetDate,
        @Nullable LocalDate completedOn,
        @Nullable Integer timeToValueDays,
        int trainedContactCount) {}
