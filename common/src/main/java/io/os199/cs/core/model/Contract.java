package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * A contract with a client.
 *
 * @param value ARR in the reporting currency; for an amendment the difference, which may be negative
 * @param endDate the last day of the term, included
 * @param renewalDate the day by which the renewal is decided
 * @param products product ids
 * @param baseContractId the contract that an amendment belongs to or an expansion renews with, once it has been
 *     linked
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

    /** Returns the day on which its renewal is due. */
    public @Nullable LocalDate renewalDueOn() {
        return renewalDate == null ? endDate : renewalDate;
    }

    /**
     * Returns this amendment after its contract's dates have changed: a date that it shared stays shared, one of its
     * own stays as it is.
     */
    Contract following(Contract was, Contract is) {
        return new Contract(
                contractId,
                type,
                value,
                billingFrequency,
                startDate.equals(was.startDate) ? is.startDate : startDate,
                Objects.equals(endDate, was.endDate) ? is.endDate : endDate,
                Objects.equals(renewalDate, was.renewalDate) ? is.renewalDate : renewalDate,
                autoRenew,
                noticePeriodDays,
                paymentStatus,
                tier,
                includedUsers,
                products,
                status,
                baseContractId);
    }
}
