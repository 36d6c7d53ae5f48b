package io.os199.cs.core.listing;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A selection of clients: all parts have to match, and any item of a list. An empty list or an absent value imposes
 * no condition.
 *
 * @param search part of the name, the company's name or the external id
 * @param csm ignoring case; {@code none} for clients without one
 * @param tags any of them, ignoring case
 * @param renewalWithinDays from today on
 * @param noEngagementDays last heard from longer ago than that, or never
 */
public record ClientFilter(
        @Nullable String search,
        List<Tier> tiers,
        List<LifecycleStage> lifecycleStages,
        List<BandFilter> healthBands,
        List<ValueTier> valueTiers,
        List<ClientStatus> statuses,
        @Nullable BigDecimal healthScoreMin,
        @Nullable BigDecimal healthScoreMax,
        List<HealthTrend> healthTrends,
        @Nullable String csm,
        List<String> industries,
        List<String> tags,
        @Nullable String segmentId,
        @Nullable Integer renewalWithinDays,
        @Nullable BigDecimal arrMin,
        @Nullable BigDecimal arrMax,
        @Nullable Integer noEngagementDays) {}
