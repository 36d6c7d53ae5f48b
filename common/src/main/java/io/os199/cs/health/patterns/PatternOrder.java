package io.os199.cs.health.patterns;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.Tier;
import io.os199.cs.usage.model.UsagePeriod;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * What is asked for, frozen at that moment. Equal orders of one principal are one job.
 *
 * @param patternTypes the types in their order
 * @param writes whether severe drops become risk indicators
 */
public record PatternOrder(
        Scope scope,
        @Nullable String segmentId,
        @Nullable Tier tier,
        @Nullable HealthBand healthBand,
        List<PatternType> patternTypes,
        LocalDate today,
        int lookbackDays,
        boolean anomalyDetection,
        boolean predictiveInsights,
        String timeZone,
        boolean writes) {
    public static final int USUAL_LOOKBACK = 90;

    /** Whose patterns are asked for. */
    public enum Scope {
        ALL_CUSTOMERS,
        SEGMENT,
        INDIVIDUAL
    }

    public PatternOrder {
        patternTypes = List.copyOf(patternTypes);
    }

    /** Returns the order for the whole portfolio in every respect. */
    static PatternOrder nightly(LocalDate today) {
        return new PatternOrder(
                Scope.ALL_CUSTOMERS,
                null,
                null,
                null,
                List.of(PatternType.values()),
                today,
                USUAL_LOOKBACK,
                true,
                true,
                "UTC",
                true);
    }

    boolean wants(PatternType type) {
        return patternTypes.contains(type);
    }

    UsagePeriod period() {
        return UsagePeriod.upToToday(today, lookbackDays);
    }

    /** Returns the last complete day. */
    LocalDate newest() {
        return today.minusDays(1);
    }

    ZoneId zone() {
        return ZoneId.of(timeZone);
    }
}
