package io.os199.cs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

class NewTermTest {
    @ParameterizedTest
    @CsvSource({
        // start, end, renewal, months agreed: new start, end, renewal
        "2025-08-16, 2026-08-15, 2026-08-15,    , 2026-08-16, 2027-08-15, 2027-08-15",
        "2025-08-16, 2026-08-15, 2026-07-16,    , 2026-08-16, 2027-08-15, 2027-07-16",
        "2025-08-16, 2026-08-15, 2026-08-15, 24 , 2026-08-16, 2028-08-15, 2028-08-15",
        "2024-02-01, 2024-02-29, 2024-02-29,    , 2024-03-01, 2024-03-31, 2024-03-31",
        "2026-01-01, 2026-02-10, 2026-02-10,    , 2026-02-11, 2026-03-23, 2026-03-23",
        "2026-01-01,           , 2026-03-31,    , 2026-04-01,           , 2026-06-30",
        "2026-01-01,           , 2026-03-31, 12 , 2026-04-01, 2027-03-31, 2027-03-31",
        "2026-01-01, 2026-12-31,           ,    , 2027-01-01, 2027-12-31,           ",
    })
    void isAsLongAsTheOneBefore(
            LocalDate start,
            @Nullable LocalDate end,
            @Nullable LocalDate renewal,
            @Nullable Integer months,
            LocalDate newStart,
            @Nullable LocalDate newEnd,
            @Nullable LocalDate newRenewal) {
        Contract base = contract("contract_1", ContractType.NEW, start, end, renewal, null);
        Contract after =
                new NewTerm(new BigDecimal("80000.00"), months, null, null)
                        .after(base, List.of(), "contract_2");
        assertThat(after.startDate()).isEqualTo(newStart);
        assertThat(after.endDate()).isEqualTo(newEnd);
        assertThat(after.renewalDate()).isEqualTo(newRenewal);
        assertThat(after.type()).isEqualTo(ContractType.RENEWAL);
        assertThat(after.status()).isEqualTo(ContractStatus.DRAFT);
        assertThat(after.value()).isEqualTo("80000.00");
    }

    @Test
    void takesWhatRenewsWithItAlong() {
        LocalDate start = LocalDate.of(2026, 1, 1);
        LocalDate end = LocalDate.of(2026, 12, 31);
        Contract base = contract("contract_1", ContractType.NEW, start, end, end, 50);
        Contract seats = contract("contract_2", ContractType.AMENDMENT, start, end, end, 12);
        Contract plain = contract("contract_3", ContractType.EXPANSION, start, end, end, null);
        NewTerm asBefore = new NewTerm(BigDecimal.TEN, null, null, null);
        Contract after = asBefore.after(base, List.of(seats, plain), "contract_4");
        assertThat(after.includedUsers()).isEqualTo(62);
        assertThat(after.products())
                .containsExactly("product_contract_1", "product_contract_2", "product_contract_3");
        assertThat(after.autoRenew()).isTrue();
        assertThat(
                        new NewTerm(BigDecimal.TEN, null, 40, false)
                                .after(base, List.of(seats), "contract_4"))
                .returns(40, Contract::includedUsers)
                .returns(false, Contract::autoRenew);
        assertThat(asBefore.after(plain, List.of(), "contract_4").includedUsers()).isNull();
        Contract full =
                contract("contract_5", ContractType.EXPANSION, start, end, end, 2_147_483_600);
        assertThat(asBefore.after(base, List.of(full), "contract_6").includedUsers())
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static Contract contract(
            String id,
            ContractType type,
            LocalDate start,
            @Nullable LocalDate end,
            @Nullable LocalDate renewal,
            @Nullable Integer users) {
        return new Contract(
                id,
                type,
                BigDecimal.ONE,
                BillingFrequency.ANNUAL,
                start,
                end,
                renewal,
                true,
                30,
                PaymentStatus.CURRENT,
                Tier.PROFESSIONAL,
                users,
                List.of("product_" + id),
                ContractStatus.ACTIVE,
                null);
    }
}
