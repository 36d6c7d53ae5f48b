package io.os199.cs.health.adoption;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How some clients have adopted a feature, in parts that add up: the tallies of the chunks, merged in any order, give
 * the tally of the portfolio.
 *
 * @param rates the rates of the eligible clients
 * @param daysToAdopt the medians of the clients that have one
 * @param newest the adopting clients that were the last to begin
 * @param laggards the largest of the eligible clients that are not adopting
 */
record FeatureTally(
        int eligibleCount,
        int adoptingCount,
        int unusedCount,
        List<BigDecimal> rates,
        List<BigDecimal> daysToAdopt,
        Map<Tier, Share> tiers,
        Map<LifecycleStage, Share> stages,
        List<Begun> newest,
        List<Lagging> laggards,
        HealthGap gap) {
    static final FeatureTally NONE =
            new FeatureTally(
                    0,
                    0,
                    0,
                    List.of(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    HealthGap.NONE);

    private static final int NEWEST = 5;
    private static final int LAGGARDS = 10;

    record Share(int eligibleCount, int adoptingCount) {
        Share plus(Share other) {
            return new Share(
                    eligibleCount + other.eligibleCount, adoptingCount + other.adoptingCount);
        }
    }

    record Begun(String clientId, String clientName, LocalDate adoptedOn) {
        private static final Comparator<Begun> LAST_FIRST =
                Comparator.comparing(Begun::adoptedOn).reversed().thenComparing(Begun::clientId);
    }

    record Lagging(String clientId, String clientName, BigDecimal arrAmount) {
        private static final Comparator<Lagging> LARGEST_FIRST =
                Comparator.comparing(Lagging::arrAmount)
                        .reversed()
                        .thenComparing(Lagging::clientId);
    }

    /** Returns the tally of one client; empty if the client does not count for the feature. */
    static FeatureTally of(FeatureUse use, PortfolioClient client, BigDecimal threshold) {
        BigDecimal rate = use.adoptionRate();
        if (!use.isEligible() || rate == null) {
            return NONE;
        }
        AdoptionClass reached = use.adoptionClass(threshold);
        boolean adopts = reached.isAdopted();
        Share share = new Share(1, adopts ? 1 : 0);
        LocalDate begun = use.firstAdoptedOn();
        return new FeatureTally(
                1,
                adopts ? 1 : 0,
                reached == AdoptionClass.UNUSED ? 1 : 0,
                List.of(rate),
                listed(use.medianToAdoptDays()),
                Map.of(client.tier(), share),
                Map.of(client.lifecycleStage(), share),
                adopts && begun != null
                        ? List.of(new Begun(client.clientId(), client.clientName(), begun))
                        : List.of(),
                adopts
                        ? List.of()
                        : List.of(
                                new Lagging(
                                        client.clientId(),
                                        client.clientName(),
                                        client.arrAmount())),
                HealthGap.NONE.plus(adopts, client.scoreWithoutUsage()));
    }

    private static List<BigDecimal> listed(@Nullable BigDecimal value) {
        return value == null ? List.of() : List.of(value);
    }

    /** Adds up the tallies of one feature. */
    static FeatureTally sum(List<FeatureTally> tallies) {
        int eligible = 0;
        int adopting = 0;
        int unused = 0;
        List<BigDecimal> rates = new ArrayList<>();
        List<BigDecimal> days = new ArrayList<>();
        Map<Tier, Share> tiers = new EnumMap<>(Tier.class);
        Map<LifecycleStage, Share> stages = new EnumMap<>(LifecycleStage.class);
        List<Begun> newest = new ArrayList<>();
        List<Lagging> laggards = new ArrayList<>();
        HealthGap gap = HealthGap.NONE;
        for (FeatureTally tally : tallies) {
            eligible += tally.eligibleCount;
            adopting += tally.adoptingCount;
            unused += tally.unusedCount;
            rates.addAll(tally.rates);
            days.addAll(tally.daysToAdopt);
            tally.tiers.forEach((key, share) -> tiers.merge(key, share, Share::plus));
            tally.stages.forEach((key, share) -> stages.merge(key, share, Share::plus));
            newest.addAll(tally.newest);
            laggards.addAll(tally.laggards);
            gap = gap.plus(tally.gap);
        }
        return new FeatureTally(
                eligible,
                adopting,
                unused,
                rates,
                days,
                tiers,
                stages,
                first(newest.stream().sorted(Begun.LAST_FIRST), NEWEST),
                first(laggards.stream().sorted(Lagging.LARGEST_FIRST), LAGGARDS),
                gap);
    }

    private static <T> List<T> first(Stream<T> sorted, int count) {
        return sorted.limit(count).toList();
    }
}
