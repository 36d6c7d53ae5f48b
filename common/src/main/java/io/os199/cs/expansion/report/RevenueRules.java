package io.os199.cs.expansion.report;

import io.os199.cs.expansion.revenue.RevenueLedger.Concentration;
import io.os199.cs.expansion.revenue.RevenueLedger.Source;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Recommends what to do according to the ledger: the table of rules. */
final class RevenueRules {
    /** The number of clients that make most of the expansion where it is narrow. */
    static final int FEW = 3;

    private static final BigDecimal LEAST_GRR = new BigDecimal("0.90");
    private static final BigDecimal NARROW_SHARE = new BigDecimal("0.5");
    private static final BigDecimal UNTAGGED_SHARE = new BigDecimal("0.3");

    private RevenueRules() {}

    /**
     * Returns what is to be done.
     *
     * @param last the newest period; absent where none is listed
     * @param concentration absent for a single client, which says nothing about how broad growth is
     */
    static List<Recommendation> of(
            RevenuePeriod year,
            @Nullable RevenuePeriod last,
            List<Source> sources,
            @Nullable Concentration concentration) {
        List<Recommendation> found = new ArrayList<>();
        BigDecimal grr = year.cohort().grr();
        if (grr != null && grr.compareTo(LEAST_GRR) < 0) {
            found.add(
                    new Recommendation(
                            "RV-GRR",
                            "grr_rate of the trailing 12 months %.4f is under %s"
                                    .formatted(grr, LEAST_GRR),
                            "Retention first: go through the clients at risk by expected loss",
                            Priority.HIGH,
                            "identify_churn_risk"));
        }
        if (last != null && last.contractionArr().compareTo(last.churnArr()) < 0) {
            found.add(
                    new Recommendation(
                            "RV-SHRINK",
                            "from %s contraction %.2f is more than churn %.2f"
                                    .formatted(
                                            last.start(),
                                            last.contractionArr().negate(),
                                            last.churnArr().negate()),
                            "Look at clients with the sign seats_idle before their renewals",
                            Priority.MEDIUM,
                            "identify_churn_risk"));
        }
        if (concentration != null
                && isMore(concentration.amountOfFirst(), NARROW_SHARE, concentration.amount())) {
            found.add(
                    new Recommendation(
                            "RV-NARROW",
                            "%d clients make %.2f of %.2f expansion"
                                    .formatted(
                                            concentration.firstCount(),
                                            concentration.amountOfFirst(),
                                            concentration.amount()),
                            "Widen it: go through the findings",
                            Priority.MEDIUM,
                            "identify_expansion_opportunities"));
        }
        BigDecimal expansion =
                sources.stream().map(Source::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal untagged =
                sources.stream()
                        .filter(each -> each.type().equals("unattributed"))
                        .map(Source::amount)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (isMore(untagged, UNTAGGED_SHARE, expansion)) {
            found.add(
                    new Recommendation(
                            "RV-TAG",
                            "%.2f of %.2f expansion is of no opportunity or renewal"
                                    .formatted(untagged, expansion),
                            "Link movements to opportunities: save what is sold and set it won",
                            Priority.LOW,
                            "identify_expansion_opportunities"));
        }
        return List.copyOf(found);
    }

    private static boolean isMore(BigDecimal part, BigDecimal share, BigDecimal whole) {
        return part.compareTo(share.multiply(whole)) > 0;
    }
}
