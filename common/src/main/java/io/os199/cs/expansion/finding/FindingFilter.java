package io.os199.cs.expansion.finding;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * Which findings are shown.
 *
 * @param clientId of one client, null of all
 * @param minHealth the health score below which a client is not asked for more
 * @param includeBlocked whether those are shown too that something holds back
 * @param minValue 0 shows also those without a value
 * @param minUsage seat utilization from which broad use of features counts
 * @param minLift and {@code minPairCount}: from which on what similar clients bought counts
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
    /** From which on a finding counts unless the reader says otherwise. */
    public static final BigDecimal USUAL_USAGE = new BigDecimal("0.70");

    public static final BigDecimal LEAST_LIFT = new BigDecimal("1.2");
    public static final int LEAST_PAIR_COUNT = 5;

    public FindingFilter {
        wanted = List.copyOf(wanted);
    }

    /** {@link #wanted} as they are stored. */
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
