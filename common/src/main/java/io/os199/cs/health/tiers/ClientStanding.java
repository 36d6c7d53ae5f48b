package io.os199.cs.health.tiers;

import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** How a client of value is doing. */
final class ClientStanding {
    private static final BigDecimal UNWELL = BigDecimal.valueOf(65);

    private ClientStanding() {}

    static boolean isAtRisk(@Nullable BigDecimal health, @Nullable HealthTrend trend) {
        return (health != null && health.compareTo(UNWELL) < 0) || trend == HealthTrend.DECLINING;
    }

    /** Returns a description in words that quotes no customer text. */
    static String told(@Nullable BigDecimal health, @Nullable HealthTrend trend) {
        String score = health == null ? "no health score" : "health " + health.toPlainString();
        return trend == HealthTrend.DECLINING ? score + ", declining" : score;
    }
}
