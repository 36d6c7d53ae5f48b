package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the renewals of a filter add up to.
 *
 * @param byWindow of those that are open, as is {@code byRisk}
 * @param withoutProbabilityCount open ones
 */
public record RenewalSummary(
        int renewalCount,
        BigDecimal arrDueAmount,
        List<OfWindow> byWindow,
        List<OfStage> byStage,
        List<OfRisk> byRisk,
        int autoRenewCount,
        int withoutProbabilityCount) {

    /**
     * Renewals by when they are.
     *
     * @param window overdue, 0-30, 31-60, 61-90 or later, in days from today
     */
    public record OfWindow(String window, int renewalCount, BigDecimal arrDueAmount) {}

    /** Renewals of a stage. */
    public record OfStage(RenewalStage stage, int renewalCount, BigDecimal arrDueAmount) {}

    /** Renewals of a risk. */
    public record OfRisk(RenewalRisk renewalRisk, int renewalCount, BigDecimal arrDueAmount) {}
}
