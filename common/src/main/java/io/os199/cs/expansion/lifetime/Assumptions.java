package io.os199.cs.expansion.lifetime;

import io.os199.cs.expansion.lifetime.LifetimeDao.Economics;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The assumptions of a valuation that are the same for all clients.
 *
 * @param economicsFrom the day from which the economics apply; absent where there are none
 * @param costPerTicket our cost of a ticket
 */
record Assumptions(
        int horizonYears,
        double discountRate,
        AssumptionBasis discountBasis,
        double marginRate,
        AssumptionBasis marginBasis,
        @Nullable LocalDate economicsFrom,
        @Nullable BigDecimal costPerTicket,
        @Nullable BigDecimal costPerTouchpoint) {
    private static final double USUAL_DISCOUNT = 0.10;

    /** The share of revenue that counts where no margin is known. */
    private static final double ALL = 1;

    /** Reads the assumptions from the call, otherwise from the economics of the day. */
    static Assumptions read(Transaction tx, LifetimeQuery query, LocalDate today) {
        Economics economics = tx.dao(LifetimeDao.class).economics(today).orElse(null);
        BigDecimal discount = query.discountRate();
        BigDecimal margin = query.grossMarginRate();
        Double known = economics == null ? null : economics.discountRate();
        Double knownMargin = economics == null ? null : economics.grossMarginRate();
        return new Assumptions(
                query.horizonYears(),
                rate(discount, known, USUAL_DISCOUNT),
                basis(discount, known),
                rate(margin, knownMargin, ALL),
                basis(margin, knownMargin),
                economics == null ? null : economics.effectiveFrom(),
                economics == null ? null : economics.costPerTicketAmount(),
                economics == null ? null : economics.costPerTouchpointAmount());
    }

    private static double rate(@Nullable BigDecimal asked, @Nullable Double known, double usual) {
        return asked != null ? asked.doubleValue() : known != null ? known : usual;
    }

    private static AssumptionBasis basis(@Nullable BigDecimal asked, @Nullable Double known) {
        return asked != null
                ? AssumptionBasis.ARGUMENT
                : known != null ? AssumptionBasis.ECONOMICS : AssumptionBasis.DEFAULT;
    }

    ValueKind valueKind() {
        return marginBasis == AssumptionBasis.DEFAULT ? ValueKind.REVENUE : ValueKind.MARGIN;
    }

    /** Whether the cost of serving a client is known. */
    boolean hasCosts() {
        return costPerTicket != null && costPerTouchpoint != null;
    }

    /** The cost of a year with the given tickets and touches; absent where a rate is not known. */
    @Nullable Double cost(double tickets, int touches) {
        return costPerTicket == null || costPerTouchpoint == null
                ? null
                : tickets * costPerTicket.doubleValue() + touches * costPerTouchpoint.doubleValue();
    }
}
