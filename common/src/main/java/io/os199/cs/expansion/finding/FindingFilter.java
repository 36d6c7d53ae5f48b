package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A selection of findings to show.
 *
 * @param clientId of one client, null for all
 * @param minHealth the health score below which a client is not asked for more
 * @param includeBlocked whether blocked findings are shown too
 * @param minValue 0 also shows those without a value
 * @param minUsage seat utilization from which broad use of features counts
 * @param minLift with {@code minPairCount}, the threshold from which purchases of similar clients count
 */
public record FindingFilter(
        List<OpportunityType> wanted,
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr,
        @Nullable String productId,
        @Nullable String family,
        int minHealth,
        boolean includeBlocked,
        BigDecimal minValue,
        BigDecimal minUsage,
        BigDecimal minLift,
        int minPairCount) {
    /** The threshold from which a finding counts unless the reader gives another. */
    public static final BigDecimal USUAL_USAGE = new BigDecimal("0.70");

    /** The health score from which a client is asked for more unless the reader gives another. */
    private static final int USUAL_HEALTH = 75;

    public static final BigDecimal LEAST_LIFT = new BigDecimal("1.2");
    public static final int LEAST_PAIR_COUNT = 5;

    public FindingFilter {
        wanted = List.copyOf(wanted);
    }

    /** Selects findings of these types by the usual thresholds; what is null is no condition. */
    public static FindingFilter usual(
            List<OpportunityType> wanted,
            @Nullable String clientId,
            @Nullable Tier tier,
            @Nullable String csm,
            @Nullable String segmentId,
            @Nullable BigDecimal minArr,
            boolean includeBlocked) {
        return new FindingFilter(
                wanted,
                clientId,
                tier,
                csm,
                segmentId,
                minArr,
                null,
                null,
                USUAL_HEALTH,
                includeBlocked,
                BigDecimal.ZERO,
                USUAL_USAGE,
                LEAST_LIFT,
                LEAST_PAIR_COUNT);
    }

    /** Returns the {@link #wanted} types as stored. */
    public List<String> types() {
        return wanted.stream().map(WireName::of).toList();
    }

    public FindingFilter ofClient(String client) {
        return new FindingFilter(
                wanted,
                client,
                tier,
                csm,
                segmentId,
                minArr,
                productId,
                family,
                minHealth,
                includeBlocked,
                minValue,
                minUsage,
                minLift,
                minPairCount);
    }
}
