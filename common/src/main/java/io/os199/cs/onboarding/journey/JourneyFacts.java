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
 * What is stored of a client's journey.
 *
 * @param hasHistory whether changes of its stage are stored
 * @param felt what was experienced: no 0 in all, else in the stay of that number
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

    /** A milestone, and when it was reached. */
    record Reached(String key, String source, @Nullable LocalDate achievedOn) {}

    /** What was experienced. */
    record Felt(
            int no,
            Answers answers,
            Tickets tickets,
            Said feedback,
            @Nullable BigDecimal scoreAtEntry,
            @Nullable BigDecimal scoreAtExit) {}

    /** Survey answers, the latest of each person and kind. */
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

    /** Tickets opened, and how those rated were rated, 1 to 5. */
    record Tickets(
            int ticketCount, long ratedCount, @Nullable Double mean, @Nullable Double deviation) {}

    /** Feedback by its sentiment. */
    record Said(int positiveCount, int negativeCount) {}

    /** What the rules about interventions go by. */
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

    /** The stage on the day that is looked at. */
    Span current() {
        return spans.getLast();
    }

    static Sample mean(@Nullable Double mean, @Nullable Double deviation, long count) {
        return mean == null
                ? Sample.bare(null, count)
                : Sample.mean(mean, Objects.requireNonNullElse(deviation, 0.0), count);
    }
}
