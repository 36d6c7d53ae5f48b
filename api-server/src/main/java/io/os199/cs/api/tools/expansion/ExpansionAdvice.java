package io.os199.cs.api.tools.expansion;

import io.os199.cs.expansion.finding.AdvisedClient;
import io.os199.cs.expansion.opportunity.Pipeline;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.risk.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do about the findings of clients, and about the opportunities on a page.
 *
 * @param because the values that called for it
 */
public record ExpansionAdvice(
        String ruleId,
        String clientId,
        @Nullable String opportunityId,
        String because,
        String action,
        Priority priority) {

    /** Advice on all findings of clients: several with a renewal near go together, and those blocked by risk wait. */
    static List<ExpansionAdvice> onFindings(List<AdvisedClient> clients) {
        List<ExpansionAdvice> advice = new ArrayList<>();
        for (AdvisedClient client : clients) {
            if (client.isAligned()) {
                advice.add(
                        new ExpansionAdvice(
                                "X-ALIGN",
                                client.clientId(),
                                null,
                                "%d findings, renewal %s"
                                        .formatted(client.findingCount(), client.renewalDate()),
                                "one proposal with the renewal",
                                Priority.HIGH));
            }
            if (client.needsRepair()) {
                advice.add(
                        new ExpansionAdvice(
                                "X-FIRST",
                                client.clientId(),
                                null,
                                String.join(", ", client.blockedBy()),
                                client.blockedBy().contains("open_escalation")
                                        ? "repair first: play P-SERVICE, one owner and daily status"
                                                + " until resolved"
                                        : "repair first: the plays of identify_churn_risk",
                                Priority.HIGH));
            }
        }
        return advice;
    }

    /** Advice on opportunities: large ones that have stalled, and those whose date has passed. */
    static List<ExpansionAdvice> onOpportunities(
            List<OpportunityItem> items, Pipeline pipeline, LocalDate today) {
        List<ExpansionAdvice> advice = new ArrayList<>();
        BigDecimal large = pipeline.topQuarterFrom();
        for (OpportunityItem item : items) {
            BigDecimal expected = item.expectedValueAmount();
            if (item.isStale()
                    && expected != null
                    && large != null
                    && expected.compareTo(Rounded.amount(large)) >= 0) {
                advice.add(
                        new ExpansionAdvice(
                                "X-STALE",
                                item.clientId(),
                                item.opportunityId(),
                                "%d days in this stage, expected value %s"
                                        .formatted(item.stageAgeDays(), expected.toPlainString()),
                                "next step this week or close",
                                Priority.HIGH));
            }
            LocalDate close = item.expectedClose();
            if (!item.stage().isFinal() && close != null && close.isBefore(today)) {
                advice.add(
                        new ExpansionAdvice(
                                "X-OVERDUE",
                                item.clientId(),
                                item.opportunityId(),
                                "expected_close " + close,
                                "new date or lost",
                                Priority.MEDIUM));
            }
        }
        return advice;
    }
}
