package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;

import java.math.BigDecimal;
import java.util.List;

/**
 * The totals of the renewals of a filter.
 *
 * @param byWindow open renewals only, like {@code byRisk}
 * @param withoutProbabilityCount open renewals only
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
     * Renewals grouped by when they are due.
     *
     * @param window overdue, 0-30, 31-60, 61-90 or later, in days from today
     */
    public record OfWindow(String window, int renewalCount, BigDecimal arrDueAmount) {}

    /** The renewals in a stage. */
    public record OfStage(RenewalStage stage, int renewalCount, BigDecimal arrDueAmount) {}

    /** The renewals with a given risk. */
    public record OfRisk(RenewalRisk renewalRisk, int renewalCount, BigDecimal arrDueAmount) {}
}
