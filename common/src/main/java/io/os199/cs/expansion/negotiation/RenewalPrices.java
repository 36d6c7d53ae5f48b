package io.os199.cs.expansion.negotiation;

import io.os199.cs.expansion.renewal.RenewalRisk;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The prices of a renewal, ARR each: floor ≤ floor without approval ≤ target ≤ anchor. Unrounded.
 *
 * @param current ARR of what renews
 * @param list the same by the price list; absent where one price is missing
 * @param trueUp ARR of the seats that are used above those bought, 0 for none
 * @param probability that the client renews; absent where too little is known
 */
public record RenewalPrices(
        BigDecimal current,
        @Nullable BigDecimal list,
        BigDecimal trueUp,
        @Nullable Double probability,
        DiscountPolicy policy) {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** Discounts for which is said what they would have to bring. */
    private static final List<BigDecimal> USUAL_DISCOUNTS =
            Stream.of("0.05", "0.10", "0.15").map(BigDecimal::new).toList();

    /** What is asked first: full uplift, and the seats in use. */
    public BigDecimal anchor() {
        return raisedBy(policy.targetUpliftRate());
    }

    /** What is aimed at: the less uplift, the less sure the renewal is. */
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

    /** Whether the client pays less already than policy allows, as contracts from before it may. */
    public boolean belowPolicy() {
        return list != null && current.compareTo(less(list, policy.maxDiscountRate())) < 0;
    }

    /** The lowest price that may be offered without asking anybody. */
    public BigDecimal floorWithoutApproval() {
        if (belowPolicy()) {
            return current;
        }
        return list == null
                ? less(current, policy.approvalDiscountRate())
                : less(list, policy.approvalDiscountRate()).min(target());
    }

    /** The lowest price of all. */
    public BigDecimal floor() {
        if (belowPolicy()) {
            return current;
        }
        return list == null
                ? less(current, policy.maxDiscountRate())
                : less(list, policy.maxDiscountRate()).min(floorWithoutApproval());
    }

    /** What longer terms cost and secure, by the stored policy. */
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

    /** A longer term: its price a year, and what it brings in all. */
    public record TermOption(
            int years, BigDecimal discountRate, BigDecimal arr, BigDecimal arrSecured) {}

    /** A discount that the client asks for, from what it pays now. */
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
     * What a requested discount comes to.
     *
     * @param breakEven absent without a probability
     */
    public record Requested(
            BigDecimal discountRate,
            BigDecimal arr,
            boolean needsApproval,
            boolean belowFloor,
            @Nullable BreakEven breakEven) {}

    /** How likely the renewal has to become for the usual discounts to pay; none without a probability. */
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

    /** {@code rate} is below 1. */
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
     * What a discount has to bring.
     *
     * @param neededProbability to which it must lift the renewal, for the expected ARR to stay
     * @param neverPays whether that is above 1: in ARR of the renewal alone
     */
    public record BreakEven(
            BigDecimal discountRate, @Nullable BigDecimal neededProbability, boolean neverPays) {}

    private static BigDecimal less(BigDecimal amount, BigDecimal rate) {
        return amount.multiply(BigDecimal.ONE.subtract(rate));
    }
}
