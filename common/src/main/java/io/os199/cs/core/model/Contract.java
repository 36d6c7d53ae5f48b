package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * A contract with a client.
 *
 * @param value ARR in the reporting currency; of an amendment the difference, which may be negative
 * @param endDate the last day of the term, included
 * @param renewalDate the day by which the renewal is decided
 * @param products product ids
 * @param baseContractId the contract that an amendment belongs to or an expansion renews with, once it has been linked
 */
public record Contract(
        String contractId,
        ContractType type,
        BigDecimal value,
        BillingFrequency billingFrequency,
        LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable LocalDate renewalDate,
        boolean autoRenew,
        int noticePeriodDays,
        PaymentStatus paymentStatus,
        Tier tier,
        @Nullable Integer includedUsers,
        List<String> products,
        ContractStatus status,
        @Nullable String baseContractId) {

    public Contract {
        products = List.copyOf(products);
    }

    public boolean isAmendment() {
        return type == ContractType.AMENDMENT;
    }
}
