package io.os199.cs.health.adoption;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.health.adoption.FeatureTally.Share;
import io.os199.cs.health.adoption.RatePosition.Rated;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Quantiles;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the clients of the portfolio have adopted a feature. */
public record PortfolioFeature(
        String featureKey,
        String name,
        String category,
        boolean isCore,
        Tier minTier,
        @Nullable LocalDate releasedOn,
        int eligibleClientCount,
        int adoptingClientCount,
        @Nullable BigDecimal clientAdoptionRate,
        int unusedClientCount,
        @Nullable BigDecimal medianAdoptionRate,
        @Nullable BigDecimal medianToAdoptDays,
        List<Group> byTier,
        List<Group> byStage,
        List<ClientRef> newestAdopters,
        List<ClientRef> laggards,
        @Nullable BigDecimal healthGapPoints)
        implements Rated {
    /** The clients of one tier or stage. */
    public record Group(
            String key, int eligibleClientCount, @Nullable BigDecimal clientAdoptionRate) {}

    static PortfolioFeature of(Feature feature, FeatureTally tally) {
        return new PortfolioFeature(
                feature.featureKey(),
                feature.name(),
                feature.category(),
                feature.isCore(),
                feature.minTier(),
                feature.releasedOn(),
                tally.eligibleCount(),
                tally.adoptingCount(),
                FeatureUse.rate(tally.adoptingCount(), tally.eligibleCount()),
                tally.unusedCount(),
                new Quantiles(tally.rates()).median(4),
                new Quantiles(tally.daysToAdopt()).median(2),
                groups(tally.tiers(), Tier.values()),
                groups(tally.stages(), LifecycleStage.values()),
                tally.newest().stream()
                        .map(each -> new ClientRef(each.clientId(), each.clientName()))
                        .toList(),
                tally.laggards().stream()
                        .map(each -> new ClientRef(each.clientId(), each.clientName()))
                        .toList(),
                tally.gap().points());
    }

    private static <K extends Enum<K>> List<Group> groups(Map<K, Share> shares, K[] keys) {
        List<Group> groups = new ArrayList<>();
        for (K key : keys) {
            Share share = shares.get(key);
            if (share != null) {
                groups.add(
                        new Group(
                                WireName.of(key),
                                share.eligibleCount(),
                                FeatureUse.rate(share.adoptingCount(), share.eligibleCount())));
            }
        }
        return groups;
    }

    @Override
    public @Nullable BigDecimal rankingRate() {
        return clientAdoptionRate;
    }
}
