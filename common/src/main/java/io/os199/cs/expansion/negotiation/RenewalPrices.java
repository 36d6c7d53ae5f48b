package io.os199.cs.expansion.negotiation;

import io.os199.cs.expansion.renewal.RenewalRisk;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The prices of a renewal, each as ARR: floor ≤ floor without approval ≤ target ≤ anchor. Unrounded.
 *
 * @param current ARR of what renews
 * @param list the same at list prices; absent where a price is missing
 * @param trueUp ARR of the seats in use above those bought; 0 for none
 * @param probability that the client renews; absent where too little is known
 */
public record RenewalPrices(
        BigDecimal current,
        @Nullable BigDecimal list,
        BigDecimal trueUp,
        @Nullable Double probability,
        DiscountPolicy policy) {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** The discounts for which a break-even is given. */
    private static final List<BigDecimal> USUAL_DISCOUNTS =
            Stream.of("0.05", "0.10", "0.15").map(BigDecimal::new).toList();

    /** The opening price: full uplift, plus the seats in use above those bought. */
    public BigDecimal anchor() {
        return raisedBy(policy.targetUpliftRate());
    }

    /** The price aimed at: the less certain the renewal, the smaller the uplift. */
    public BigDecimal target() {
        return raisedBy(policy.targetUpliftRate().multiply(upliftShare()));
    }

    private BigDecimal raisedBy(BigDecimal rate) {
        return current.multiply(BigDecimal.ONE.add(rate)).add(trueUp);
    }

    private BigDecimal upliftShare() {
        return switch (RenewalRisk.of(probability)) {
            case ON_TRACK -> BigDecimal.ONE;
            case AT_RISK -> HALF;
            case HIGH_RISK, UNKNOWN -> BigDecimal.ZERO;
        };
    }

    /** Whether the client already pays less than the policy allows, as contracts that predate it may. */
    public boolean belowPolicy() {
        return list != null && current.compareTo(less(list, policy.maxDiscountRate())) < 0;
    }

    /** The lowest price that may be offered without approval. */
    public BigDecimal floorWithoutApproval() {
        if (belowPolicy()) {
            return current;
        }
        return list == null
                ? less(current, policy.approvalDiscountRate())
                : less(list, policy.approvalDiscountRate()).min(target());
    }

    /** The lowest price that may be offered at all. */
    public BigDecimal floor() {
        if (belowPolicy()) {
            return current;
        }
        return list == null
                ? less(current, policy.maxDiscountRate())
                : less(list, policy.maxDiscountRate()).min(floorWithoutApproval());
    }

    /** The discounts and secured revenue of longer terms, by the stored policy. */
    public List<TermOption> termOptions() {
        List<TermOption> options = new ArrayList<>();
        addOption(options, 2, policy.twoYearDiscountRate());
        addOption(options, 3, policy.threeYearDiscountRate());
        return options;
    }

    private void addOption(List<TermOption> options, int years, @Nullable BigDecimal rate) {
        if (rate != null) {
            BigDecimal arr = less(target(), rate);
            options.add(new TermOption(years, rate, arr, arr.multiply(BigDecimal.valueOf(years))));
        }
    }

    /** A longer term: its price per year, and its total revenue. */
    public record TermOption(
            int years, BigDecimal discountRate, BigDecimal arr, BigDecimal arrSecured) {}

    /** Assesses a discount that the client asks for, based on what it pays now. */
    public Requested requested(BigDecimal rate) {
        BigDecimal arr = less(current, rate);
        return new Requested(
                rate,
                arr,
                arr.compareTo(floorWithoutApproval()) < 0,
                arr.compareTo(floor()) < 0,
                breakEven(rate));
    }

    /**
     * The effect of a requested discount.
     *
     * @param breakEven absent without a probability
     */
    public record Requested(
            BigDecimal discountRate,
            BigDecimal arr,
            boolean needsApproval,
            boolean belowFloor,
            @Nullable BreakEven breakEven) {}

    /** How likely the renewal must become for the usual discounts to pay off; empty without a probability. */
    public List<BreakEven> breakEvens() {
        List<BreakEven> all = new ArrayList<>();
        for (BigDecimal rate : USUAL_DISCOUNTS) {
            BreakEven each = breakEven(rate);
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    /** Requires a {@code rate} below 1. */
    private @Nullable BreakEven breakEven(BigDecimal rate) {
        if (probability == null) {
            return null;
        }
        BigDecimal needed =
                BigDecimal.valueOf(probability)
                        .divide(BigDecimal.ONE.subtract(rate), MathContext.DECIMAL64);
        boolean neverPays = needed.compareTo(BigDecimal.ONE) > 0;
        return new BreakEven(rate, neverPays ? null : needed, neverPays);
    }

    /**
     * What a discount must achieve.
     *
     * @param neededProbability the probability to which it must raise the renewal to keep the expected ARR
     * @param neverPays whether that exceeds 1, counting only the ARR of the renewal
     */
    public record BreakEven(
            BigDecimal discountRate, @Nullable BigDecimal neededProbability, boolean neverPays) {}

    private static BigDecimal less(BigDecimal amount, BigDecimal rate) {
        return amount.multiply(BigDecimal.ONE.subtract(rate));
    }
}
