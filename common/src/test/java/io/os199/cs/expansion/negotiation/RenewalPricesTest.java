package io.os199.cs.expansion.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.expansion.negotiation.DiscountPolicy.Source;
import io.os199.cs.expansion.negotiation.RenewalPrices.BreakEven;
import io.os199.cs.expansion.negotiation.RenewalPrices.Requested;
import io.os199.cs.expansion.negotiation.RenewalPrices.TermOption;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

class RenewalPricesTest {
    private static final DiscountPolicy POLICY = policy("0.20", "0.12", "0.05");

    @Test
    void thePricesOfAContractTenPercentBelowList() {
        RenewalPrices prices = prices("72000", "80000", "8640", 0.72, POLICY);
        assertAmount(prices.anchor(), "84240.00");
        assertAmount(prices.target(), "82440.00");
        assertAmount(prices.floorWithoutApproval(), "70400.00");
        assertAmount(prices.floor(), "64000.00");
        assertThat(prices.belowPolicy()).isFalse();
        assertThat(prices.termOptions()).extracting(TermOption::years).containsExactly(2, 3);
        assertAmount(prices.termOptions().get(0).arr(), "78318.00");
        assertAmount(prices.termOptions().get(0).arrSecured(), "156636.00");
        assertAmount(prices.termOptions().get(1).arr(), "75844.80");
        assertAmount(prices.termOptions().get(1).arrSecured(), "227534.40");
        assertThat(prices.breakEvens())
                .extracting(RenewalPricesTest::needed)
                .containsExactly("0.05 0.7579", "0.10 0.8000", "0.15 0.8471");
    }

    @Test
    void theDiscountThatTheCustomerAsks() {
        RenewalPrices prices = prices("72000", "80000", "8640", 0.72, POLICY);
        Requested asked = prices.requested(new BigDecimal("0.10"));
        assertAmount(asked.arr(), "64800.00");
        assertThat(asked.needsApproval()).isTrue();
        assertThat(asked.belowFloor()).isFalse();
        assertThat(needed(Objects.requireNonNull(asked.breakEven()))).isEqualTo("0.10 0.8000");
        // 64,000 is the floor itself; a cent less is below it.
        assertThat(prices.requested(new BigDecimal("0.1111")).belowFloor()).isFalse();
        assertThat(prices.requested(new BigDecimal("0.1112")).belowFloor()).isTrue();
        assertThat(prices.requested(new BigDecimal("0.02")).needsApproval()).isFalse();
        // 0.72 ÷ 0.70 would be more than certain.
        BreakEven never =
                Objects.requireNonNull(prices.requested(new BigDecimal("0.30")).breakEven());
        assertThat(never.neverPays()).isTrue();
        assertThat(never.neededProbability()).isNull();
        BreakEven just =
                Objects.requireNonNull(prices.requested(new BigDecimal("0.28")).breakEven());
        assertThat(just.neverPays()).isFalse();
    }

    @Test
    void aContractBelowPolicyGetsNoFurtherDiscount() {
        RenewalPrices prices = prices("60000", "80000", "0", 0.72, POLICY);
        assertThat(prices.belowPolicy()).isTrue();
        assertAmount(prices.floorWithoutApproval(), "60000.00");
        assertAmount(prices.floor(), "60000.00");
        assertThat(prices("64000", "80000", "0", 0.72, POLICY).belowPolicy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0.85, 75600.00",
        "0.8499, 73800.00",
        "0.60, 73800.00",
        "0.5999, 72000.00",
        ", 72000.00"
    })
    void theLessSureTheLessUplift(@Nullable Double probability, String target) {
        assertAmount(prices("72000", "80000", "0", probability, POLICY).target(), target);
    }

    @Test
    void withoutAListPriceDiscountsAreFromWhatIsPaid() {
        RenewalPrices prices = prices("72000", null, "0", null, POLICY);
        assertAmount(prices.floorWithoutApproval(), "63360.00");
        assertAmount(prices.floor(), "57600.00");
        assertThat(prices.belowPolicy()).isFalse();
        assertThat(prices.breakEvens()).isEmpty();
        assertThat(prices.requested(new BigDecimal("0.10")).breakEven()).isNull();
    }

    @Test
    void theFloorIsNeverAboveTheTarget() {
        // Full list price and no increase: the lowest price without approval lies above the target.
        RenewalPrices prices = prices("72000", "88000", "0", null, policy("0.20", "0.02", "0.05"));
        assertAmount(prices.floorWithoutApproval(), "72000.00");
        assertAmount(prices.floor(), "70400.00");
    }

    @Property
    void pricesAreInTheirOrder(
            @ForAll @IntRange(max = 1_000_000) int current,
            @ForAll @IntRange(min = -1, max = 1_500_000) int list,
            @ForAll @IntRange(max = 100_000) int trueUp,
            @ForAll @IntRange(min = -1, max = 100) int percent,
            @ForAll @IntRange(max = 60) int max,
            @ForAll @IntRange(max = 60) int approval,
            @ForAll @IntRange(max = 25) int uplift) {
        RenewalPrices prices =
                new RenewalPrices(
                        BigDecimal.valueOf(current),
                        list < 0 ? null : BigDecimal.valueOf(list),
                        BigDecimal.valueOf(trueUp),
                        percent < 0 ? null : percent / 100.0,
                        policy(percent(max), percent(Math.min(approval, max)), percent(uplift)));
        assertThat(prices.floor()).isLessThanOrEqualTo(prices.floorWithoutApproval());
        assertThat(prices.floorWithoutApproval()).isLessThanOrEqualTo(prices.target());
        assertThat(prices.target()).isLessThanOrEqualTo(prices.anchor());
        assertThat(prices.floor()).isNotNegative();
        // A client that pays less than policy allows keeps that price, and is not asked for less.
        boolean isLegacy = list >= 0 && current * 100L < (long) list * (100 - max);
        assertThat(prices.belowPolicy()).isEqualTo(isLegacy);
        if (isLegacy) {
            assertThat(prices.floor()).isEqualByComparingTo(BigDecimal.valueOf(current));
        } else if (list >= 0) {
            assertThat(prices.floor())
                    .isEqualByComparingTo(
                            BigDecimal.valueOf(list)
                                    .multiply(BigDecimal.valueOf(100L - max).movePointLeft(2)));
        }
    }

    @Property
    void aLargerDiscountNeedsMoreAndIsNoBetterAllowed(
            @ForAll @IntRange(max = 90) int one,
            @ForAll @IntRange(max = 90) int other,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        RenewalPrices prices = prices("72000", "80000", "0", percent / 100.0, POLICY);
        Requested less = prices.requested(new BigDecimal(percent(Math.min(one, other))));
        Requested more = prices.requested(new BigDecimal(percent(Math.max(one, other))));
        assertThat(more.arr()).isLessThanOrEqualTo(less.arr());
        assertThat(more.needsApproval() || !less.needsApproval()).isTrue();
        assertThat(more.belowFloor() || !less.belowFloor()).isTrue();
        assertThat(less.needsApproval() || !less.belowFloor()).isTrue();
        // At the needed probability the discounted renewal is worth as much as the full one is now.
        BigDecimal needed = Objects.requireNonNull(more.breakEven()).neededProbability();
        if (needed != null) {
            assertThat(needed.multiply(more.arr()).setScale(4, RoundingMode.HALF_UP))
                    .isEqualByComparingTo(
                            BigDecimal.valueOf(percent)
                                    .movePointLeft(2)
                                    .multiply(prices.current()));
        }
    }

    private static String percent(int percent) {
        return BigDecimal.valueOf(percent).movePointLeft(2).toPlainString();
    }

    private static String needed(BreakEven each) {
        return each.discountRate().toPlainString()
                + " "
                + Objects.requireNonNull(each.neededProbability())
                        .setScale(4, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    private static RenewalPrices prices(
            String current,
            @Nullable String list,
            String trueUp,
            @Nullable Double probability,
            DiscountPolicy policy) {
        return new RenewalPrices(
                new BigDecimal(current),
                list == null ? null : new BigDecimal(list),
                new BigDecimal(trueUp),
                probability,
                policy);
    }

    private static DiscountPolicy policy(String max, String approval, String uplift) {
        return new DiscountPolicy(
                Source.POLICY,
                null,
                new BigDecimal(max),
                new BigDecimal(approval),
                new BigDecimal(uplift),
                new BigDecimal("0.05"),
                new BigDecimal("0.08"),
                new BigDecimal("0.03"),
                new BigDecimal("0.10"));
    }

    private static void assertAmount(BigDecimal amount, String expected) {
        assertThat(amount.setScale(2, RoundingMode.HALF_UP).toPlainString()).isEqualTo(expected);
    }
}
