package io.os199.cs.core.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A caller's terms for a contract; absent means not given.
 *
 * @param value the yearly value of the contract with its amendments
 */
public record ContractFields(
        @Nullable BigDecimal value,
        @Nullable LocalDate startDate,
        @Nullable LocalDate endDate,
        @Nullable LocalDate renewalDate,
        @Nullable Integer includedUsers,
        @Nullable Boolean autoRenew,
        @Nullable PaymentStatus paymentStatus,
        @Nullable Integer noticePeriodDays,
        @Nullable BillingFrequency billingFrequency,
        List<String> products) {

    public ContractFields {
        products = List.copyOf(products);
        value = value == null ? null : value.setScale(2, RoundingMode.UNNECESSARY);
    }

    /** Whether nothing is given that needs a contract; a value of 0 alone needs none. */
    public boolean isEmpty() {
        return (value == null || value.signum() == 0)
                && products.isEmpty()
                && Stream.of(
                                startDate,
                                endDate,
                                renewalDate,
                                includedUsers,
                                autoRenew,
                                paymentStatus,
                                noticePeriodDays,
                                billingFrequency)
                        .allMatch(Objects::isNull);
    }

    /**
     * Returns the new contract that this describes, with the usual terms where none are given: a year from today,
     * billed yearly.
     */
    public Contract open(String contractId, Tier tier, LocalDate today) {
        LocalDate start = startDate == null ? today : startDate;
        LocalDate end = endDate == null ? start.plusYears(1).minusDays(1) : endDate;
        return new Contract(
                contractId,
                ContractType.NEW,
                value == null ? BigDecimal.ZERO.setScale(2) : value,
                billingFrequency == null ? BillingFrequency.ANNUAL : billingFrequency,
                start,
                end,
                renewalDate == null ? end : renewalDate,
                autoRenew != null && autoRenew,
                noticePeriodDays == null ? 30 : noticePeriodDays,
                paymentStatus == null ? PaymentStatus.CURRENT : paymentStatus,
                tier,
                includedUsers,
                products,
                ContractStatus.ACTIVE,
                null);
    }

    /**
     * Returns {@code base} with the terms given here; terms not given stay.
     *
     * @param amendments the sum of its amendments, which are part of {@link #value}
     */
    public Contract change(Contract base, BigDecimal amendments) {
        return new Contract(
                base.contractId(),
                base.type(),
                value == null ? base.value() : value.subtract(amendments),
                billingFrequency == null ? base.billingFrequency() : billingFrequency,
                startDate == null ? base.startDate() : startDate,
                endDate == null ? base.endDate() : endDate,
                renewalDate == null ? base.renewalDate() : renewalDate,
                autoRenew == null ? base.autoRenew() : autoRenew,
                noticePeriodDays == null ? base.noticePeriodDays() : noticePeriodDays,
                paymentStatus == null ? base.paymentStatus() : paymentStatus,
                base.tier(),
                includedUsers == null ? base.includedUsers() : includedUsers,
                products.isEmpty() ? base.products() : products,
                base.status(),
                base.baseContractId());
    }
}
