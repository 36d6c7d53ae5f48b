package io.os199.cs.expansion.negotiation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What may be conceded in a negotiation, as shares of a price.
 *
 * @param validFrom of the stored policy; absent where the caller gave all rates
 * @param maxDiscountRate the largest discount allowed, from the list price
 * @param approvalDiscountRate the largest discount that needs no approval
 * @param targetUpliftRate the uplift aimed at where the client is sure to stay
 * @param twoYearDiscountRate from the stored policy only, like the rates after it
 */
public record DiscountPolicy(
        Source source,
        @Nullable LocalDate validFrom,
        BigDecimal maxDiscountRate,
        BigDecimal approvalDiscountRate,
        BigDecimal targetUpliftRate,
        @Nullable BigDecimal twoYearDiscountRate,
        @Nullable BigDecimal threeYearDiscountRate,
        @Nullable BigDecimal prepayDiscountRate,
        @Nullable BigDecimal bundleDiscountRate) {

    /** The source of the rates. */
    public enum Source {
        POLICY,
        CALLER,
        POLICY_AND_CALLER
    }

    /** Rates for one brief, each overriding the stored one. */
    public record Overrides(
            @Nullable BigDecimal maxDiscountRate,
            @Nullable BigDecimal approvalDiscountRate,
            @Nullable BigDecimal targetUpliftRate) {
        boolean isEmpty() {
            return maxDiscountRate == null
                    && approvalDiscountRate == null
                    && targetUpliftRate == null;
        }
    }

    /**
     * The stored policy with the caller's rates applied; empty where there is no stored policy and the caller did not
     * give all three rates.
     */
    static Optional<DiscountPolicy> of(@Nullable DiscountPolicy stored, Overrides asked) {
        if (stored == null) {
            return asked.maxDiscountRate() == null
                            || asked.approvalDiscountRate() == null
                            || asked.targetUpliftRate() == null
                    ? Optional.empty()
                    : Optional.of(
                            new DiscountPolicy(
                                    Source.CALLER,
                                    null,
                                    asked.maxDiscountRate(),
                                    asked.approvalDiscountRate(),
                                    asked.targetUpliftRate(),
                                    null,
                                    null,
                                    null,
                                    null));
        }
        return Optional.of(
                new DiscountPolicy(
                        asked.isEmpty() ? Source.POLICY : Source.POLICY_AND_CALLER,
                        stored.validFrom,
                        either(asked.maxDiscountRate(), stored.maxDiscountRate),
                        either(asked.approvalDiscountRate(), stored.approvalDiscountRate),
                        either(asked.targetUpliftRate(), stored.targetUpliftRate),
                        stored.twoYearDiscountRate,
                        stored.threeYearDiscountRate,
                        stored.prepayDiscountRate,
                        stored.bundleDiscountRate));
    }

    private static BigDecimal either(@Nullable BigDecimal asked, BigDecimal stored) {
        return asked == null ? stored : asked;
    }

    /** Whether the discount allowed without approval exceeds the maximum discount. */
    boolean isContradictory() {
        return approvalDiscountRate.compareTo(maxDiscountRate) > 0;
    }
}
