package io.os199.cs.api.tools.health;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.tool.Doc;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Tier;
import io.os199.cs.health.adoption.AdoptionClass;
import io.os199.cs.health.adoption.Feature;
import io.os199.cs.health.adoption.PortfolioFeature;
import io.os199.cs.health.adoption.PortfolioFeature.Group;
import io.os199.cs.health.adoption.RatePosition.Rated;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** A feature with its use by the users of one client, or by the clients of the portfolio. */
public record FeatureItem(
        String featureKey,
        String name,
        String category,
        boolean isCore,
        Tier minTier,
        @Nullable LocalDate releasedOn,
        @JsonUnwrapped @Nullable ByUsers byUsers,
        @JsonUnwrapped @Nullable ByClients byClients)
        implements Rated {

    /** Usage by the users of one client. */
    public record ByUsers(
            @JsonProperty("class") AdoptionClass adoptionClass,
            boolean isAvailable,
            int triedUserCount,
            int adopterUserCount,
            int regularUserCount,
            @Nullable BigDecimal adoptionRate,
            @Nullable BigDecimal retentionRate,
            @Nullable BigDecimal medianToAdoptDays,
            long eventCount,
            long firstHalfEventCount,
            long secondHalfEventCount,
            @Nullable BigDecimal changePercent,
            @Nullable LocalDate firstUsedOn,
            @Nullable LocalDate lastUsedOn,
            @Nullable List<Role> byRole,
            @Nullable Benchmark benchmark) {}

    public record Role(
            String role,
            int activeUserCount,
            int adopterUserCount,
            @Nullable BigDecimal adoptionRate) {}

    /** A benchmark of the adoption rate against the rates of the newest portfolio run. */
    public record Benchmark(
            BigDecimal clientValue,
            BigDecimal peerMedian,
            BigDecimal percentile,
            String peerGroup,
            int peerCount) {}

    /** Usage by the clients of the portfolio. */
    public record ByClients(
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
            @Nullable
                    @Doc(
                            "Mean health without its usage component of adopting minus other"
                                    + " clients: an association, not a cause")
                    BigDecimal healthGapPoints) {}

    @Override
    public @Nullable BigDecimal rankingRate() {
        if (byUsers != null) {
            return byUsers.adoptionRate();
        }
        return byClients == null ? null : byClients.clientAdoptionRate();
    }

    static FeatureItem of(Feature feature, ByUsers use) {
        return new FeatureItem(
                feature.featureKey(),
                feature.name(),
                feature.category(),
                feature.isCore(),
                feature.minTier(),
                feature.releasedOn(),
                use,
                null);
    }

    static FeatureItem of(PortfolioFeature feature) {
        return new FeatureItem(
                feature.featureKey(),
                feature.name(),
                feature.category(),
                feature.isCore(),
                feature.minTier(),
                feature.releasedOn(),
                null,
                new ByClients(
                        feature.eligibleClientCount(),
                        feature.adoptingClientCount(),
                        feature.clientAdoptionRate(),
                        feature.unusedClientCount(),
                        feature.medianAdoptionRate(),
                        feature.medianToAdoptDays(),
                        feature.byTier(),
                        feature.byStage(),
                        feature.newestAdopters(),
                        feature.laggards(),
                        feature.healthGapPoints()));
    }
}
