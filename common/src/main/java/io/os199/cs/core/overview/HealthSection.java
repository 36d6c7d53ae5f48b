package io.os199.cs.core.overview;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The newest stored score of the active health model.
 *
 * @param overallScore absent, together with band and trend, where too little was known
 * @param isStale more than 36 hours old
 */
public record HealthSection(
        @Nullable BigDecimal overallScore,
        @Nullable HealthBand band,
        @Nullable HealthTrend trend,
        @Nullable BigDecimal changePoints,
        BigDecimal coverageRate,
        List<Component> components,
        Instant computedAt,
        BigDecimal ageHours,
        boolean isStale) {
    private static final Duration FRESH = Duration.ofHours(36);
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

    /** One of the five components; its score is absent without data. */
    public record Component(String component, @Nullable BigDecimal score) {}

    /** Returns the score of one component; absent without data. */
    public @Nullable BigDecimal score(String component) {
        for (Component each : components) {
            if (each.component().equals(component)) {
                return each.score();
            }
        }
        return null;
    }

    public static HealthSection of(HealthRow row, Instant now) {
        Duration age = Duration.between(row.computedAt(), now);
        return new HealthSection(
                row.overall(),
                row.band(),
                row.trend(),
                row.changePoints(),
                row.coverage().setScale(4),
                List.of(
                        new Component("usage", row.usage()),
                        new Component("engagement", row.engagement()),
                        new Component("support", row.support()),
                        new Component("satisfaction", row.satisfaction()),
                        new Component("payment", row.payment())),
                row.computedAt(),
                BigDecimal.valueOf(age.toSeconds())
                        .divide(SECONDS_PER_HOUR, 2, RoundingMode.HALF_UP),
                age.compareTo(FRESH) > 0);
    }
}
