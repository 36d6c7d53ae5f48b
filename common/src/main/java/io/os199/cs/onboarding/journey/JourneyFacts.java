package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * The stored facts of a client's journey.
 *
 * @param hasHistory whether changes of its stage are stored
 * @param felt the experience: overall where {@code no} is 0, else in the stay with that number
 */
record JourneyFacts(
        LocalDate journeyStartOn,
        Tier tier,
        @Nullable LocalDate renewalDate,
        boolean hasHistory,
        List<Span> spans,
        List<Felt> felt,
        List<Reached> milestones,
        Now now) {
    /** A stay in a stage; the last has no end. */
    record Span(
            int no,
            LifecycleStage stage,
            int visitNo,
            @Nullable String reason,
            LocalDate enteredOn,
            @Nullable LocalDate leftOn) {}

    /** A milestone and the day it was reached. */
    record Reached(String key, String source, @Nullable LocalDate achievedOn) {}

    /** Measures of what the client experienced. */
    record Felt(
            int no,
            Answers answers,
            Tickets tickets,
            Said feedback,
            @Nullable BigDecimal scoreAtEntry,
            @Nullable BigDecimal scoreAtExit) {}

    /** Survey answers, the latest of each person for each kind. */
    record Answers(
            long npsCount,
            long promoterCount,
            long detractorCount,
            long csatCount,
            @Nullable Double csatMean,
            @Nullable Double csatDeviation,
            long cesCount,
            @Nullable Double cesMean,
            @Nullable Double cesDeviation) {
        Sample nps() {
            return Sample.nps(promoterCount, detractorCount, npsCount);
        }
    }

    /** Tickets opened, and the ratings of those that were rated on the scale of 1 to 5. */
    record Tickets(
            int ticketCount, long ratedCount, @Nullable Double mean, @Nullable Double deviation) {}

    /** Feedback counts by sentiment. */
    record Said(int positiveCount, int negativeCount) {}

    /** The facts that the rules about interventions use. */
    record Now(
            @Nullable LocalDate lastUsageOn,
            @Nullable LocalDate lastTouchpointOn,
            @Nullable BigDecimal healthScore,
            @Nullable HealthBand band,
            @Nullable HealthBand bandBefore,
            int ticketCount,
            int ticketCountBefore,
            @Nullable String ticketCategory,
            int newFeatureCount,
            @Nullable String nextFeature,
            @Nullable String renewalStage) {}

    /** Returns the stay on the day in question. */
    Span current() {
        return spans.getLast();
    }

    static Sample mean(@Nullable Double mean, @Nullable Double deviation, long count) {
        return mean == null
                ? Sample.bare(null, count)
                : Sample.mean(mean, Objects.requireNonNullElse(deviation, 0.0), count);
    }
}
