package io.os199.cs.expansion.negotiation;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What may be given in a negotiation, as shares of a price.
 *
 * @param validFrom of the stored policy; absent where the caller gave all rates
 * @param maxDiscountRate that may be given at all, from the list price
 * @param approvalDiscountRate up to which nobody has to be asked
 * @param targetUpliftRate that is aimed at where the client surely stays
 * @param twoYearDiscountRate and the following: of the stored policy alone
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

    /** Who gave the rates. */
    public enum Source {
        POLICY,
        CALLER,
        POLICY_AND_CALLER
    }

    /** Rates for one brief, each in the place of the stored one. */
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

    /** The stored policy with the rates of the caller; none where neither knows one of the three. */
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

    /** Whether more may be given without asking than may be given at all. */
    boolean isContradictory() {
        return approvalDiscountRate.compareTo(maxDiscountRate) > 0;
    }
}
