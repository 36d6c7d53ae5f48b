package io.os199.cs.onboarding.model;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * When a client first had value from the product, by the rules {@code first-value-1}: every tool that shows time to
 * value takes it from here.
 *
 * @param planId the plan whose milestone shows it
 * @param firstValueOn absent while it is not reached, or cannot be measured
 */
public record FirstValue(
        String clientId,
        LocalDate clockStartOn,
        ClockBasis clockBasis,
        @Nullable String planId,
        Method method,
        @Nullable LocalDate firstValueOn) {
    /** The event that starts the clock. */
    public enum ClockBasis {
        CONTRACT,
        CLIENT,
        REGISTRATION
    }

    /** How it is determined that first value is reached. */
    public enum Method {
        /** The first-value milestone of the onboarding plan, which a person completes. */
        PLAN,
        /** One user's third day with one core feature. */
        ADOPTION,
        /** Neither such a milestone nor an available core feature exists. */
        NOT_MEASURABLE
    }

    /** Returns the days from the clock's start to first value; absent while open. */
    public @Nullable Integer timeToValueDays() {
        if (firstValueOn == null) {
            return null;
        }
        return (int) Math.max(0, ChronoUnit.DAYS.between(clockStartOn, firstValueOn));
    }
}
