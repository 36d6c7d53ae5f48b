package io.os199.cs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

class SignedTermTest {
    @ParameterizedTest
    @CsvSource({
        // seats signed, before and after: seats of the new term
        "200, 200, 250, 250",
        "220, 200, 150, 170",
        "10, 200, 150, 1",
        "2147483600, 200, 250, 2147483647",
        "200, 200, , 200",
        "200, , 250, 200",
        ", , 250, 250",
        ", , , ",
    })
    void itsSeatsMoveWithThoseBefore(
            @Nullable Integer signed,
            @Nullable Integer was,
            @Nullable Integer is,
            @Nullable Integer then) {
        Contract after =
                new SignedTerm(contract("130.00", signed, "a"))
                        .with(contract("125.00", was), contract("120.00", is), List.of());
        assertThat(after.includedUsers()).isEqualTo(then);
        assertThat(after.value()).isEqualTo("125.00");
    }

    @Test
    void itIsNeverBelowNothingAndKeepsWhatAnAmendmentBrought() {
        Contract after =
                new SignedTerm(contract("5.00", 10, "a", "b", "c"))
                        .with(
                                contract("20.00", 10, "a", "b"),
                                contract("10.00", 10, "d"),
                                List.of(contract("1.00", null, "b")));
        assertThat(after.value()).isEqualByComparingTo("0");
        assertThat(after.products()).containsExactly("b", "c", "d");
    }

    @Test
    void itNeverFallsBehindItsTier() {
        assertThat(List.of(Tier.STARTER, Tier.ENTERPRISE))
                .extracting(
                        tier ->
                                new SignedTerm(contract("1.00", null))
                                        .with(
                                                new Amendment(
                                                        BigDecimal.ONE,
                                                        LocalDate.of(2026, 7, 1),
                                                        tier,
                                                        5,
                                                        List.of(),
                                                        null,
                                                        null)))
                .extracting(Contract::tier)
                .containsExactly(Tier.STANDARD, Tier.ENTERPRISE);
    }

    @Test
    void itHasNoMoreSeatsThanCanBeStored() {
        Amendment amendment =
                new Amendment(
                        BigDecimal.ONE, LocalDate.of(2026, 7, 1), null, 100, List.of(), null, null);
        SignedTerm full = new SignedTerm(contract("1.00", 2_147_483_600));
        assertThat(full.with(amendment).includedUsers()).isEqualTo(Integer.MAX_VALUE);
    }

    private static Contract contract(String value, @Nullable Integer seats, String... products) {
        return new Contract(
                "contract_1",
                ContractType.NEW,
                new BigDecimal(value),
                BillingFrequency.ANNUAL,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 12, 31),
                null,
                true,
                30,
                PaymentStatus.CURRENT,
                Tier.STANDARD,
                seats,
                List.of(products),
                ContractStatus.ACTIVE,
                null);
    }
}
