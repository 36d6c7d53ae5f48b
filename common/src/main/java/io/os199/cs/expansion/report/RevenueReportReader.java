package io.os199.cs.expansion.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.chance.OpportunityType;
import io.os199.cs.expansion.finding.FindingFilter;
import io.os199.cs.expansion.finding.FindingReader;
import io.os199.cs.expansion.finding.FindingSummary;
import io.os199.cs.expansion.opportunity.OpportunityFilter;
import io.os199.cs.expansion.opportunity.OpportunityList;
import io.os199.cs.expansion.opportunity.PipelineView;
import io.os199.cs.expansion.report.RevenueReport.Change;
import io.os199.cs.expansion.report.RevenueReport.Evidence;
import io.os199.cs.expansion.report.RevenueReport.Group;
import io.os199.cs.expansion.report.RevenueReport.Period;
import io.os199.cs.expansion.report.RevenueReport.Source;
import io.os199.cs.expansion.report.RevenueReport.Trailing;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueGrouping;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.expansion.revenue.RevenueLedger.Extent;
import io.os199.cs.expansion.revenue.RevenueLedger.First;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Reads a report in one snapshot, for a call or for the job. */
public final class RevenueReportReader {
    private static final Duration FRESH = Duration.ofHours(24);

    private static final int MOST_GROUPS = 50;
    private static final int YEAR_MONTHS = 12;

    private final Transaction tx;
    private final RevenueQuestion question;
    private final RevenueLedger ledger;
    private final Instant now;
    private final LocalDate today;
    private final List<DataGap> gaps = new ArrayList<>();
    private final List<Truncation> truncated = new ArrayList<>();

    public RevenueReportReader(Transaction tx, RevenueQuestion question, Instant now) {
        this.tx = tx;
        this.question = question;
        this.ledger = new RevenueLedger(tx, question.filter());
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Reads the whole report. */
    public RevenueReport read() {
        LocalDate end = question.periodEnd();
        List<LocalDate> bounds = question.timePeriod().bounds(question.periods(), end);
        Extent extent = ledger.extent(end);
        List<RevenuePeriod> periods = stored(ledger.periods(bounds), extent.beginsOn());
        LocalDate start = bounds.getFirst();
        LocalDate yearStart = end.minusMonths(YEAR_MONTHS);
        RevenuePeriod year = ledger.periods(List.of(yearStart, end)).getFirst();
        noteLedger(start, extent.beginsOn(), year);
        List<RevenueLedger.Source> sources = ledger.sources(start, end);
        ClientRef client = question.client();
        SuccessFactors factors =
                question.includeSuccessFactors()
                        ? SuccessFactors.read(
                                tx, ledger.cohort(yearStart, end), yearStart.minusDays(1))
                        : null;
        if (factors != null) {
            gaps.addAll(factors.gaps());
        }
        Instant scannedAt =
                question.includePipeline() && client == null
                        ? FindingReader.lastScan(tx).orElse(null)
                        : null;
        return new RevenueReport(
                today,
                now,
                client == null ? null : client.clientId(),
                client == null ? null : client.clientName(),
                periods.stream()
                        .map(each -> Period.of(each, question.timePeriod(), today))
                        .toList(),
                Trailing.of(year),
                sources.stream().map(Source::of).toList(),
                changes("top_expansions", ledger.expansions(start, end, question.top())),
                changes("top_losses", ledger.losses(start, end, question.top())),
                groups(yearStart, end),
                question.includePipeline() ? pipeline(scannedAt) : null,
                factors == null ? null : factors.factors(),
                RevenueRules.of(
                        year,
                        periods.isEmpty() ? null : periods.getLast(),
                        sources,
                        client == null ? ledger.concentration(start, end, RevenueRules.FEW) : null),
                new Evidence(
                        start,
                        end,
                        extent.beginsOn(),
                        extent.newestAt(),
                        extent.movementCount(),
                        today,
                        scannedAt,
                        factors == null ? null : yearStart.minusDays(1),
                        factors == null ? null : factors.median()),
                truncated.isEmpty() ? null : List.copyOf(truncated),
                List.copyOf(gaps));
    }

    /** Returns the periods that the ledger reaches back to; the first of them began without a cohort. */
    private static List<RevenuePeriod> stored(
            List<RevenuePeriod> periods, @Nullable LocalDate begins) {
        return periods.stream()
                .filter(each -> begins != null && each.end().isAfter(begins))
                .toList();
    }

    private void noteLedger(LocalDate start, @Nullable LocalDate begins, RevenuePeriod year) {
        if (begins == null) {
            gaps.add(
                    new DataGap(
                            "periods",
                            "no_movements",
                            "Contracts bring movements: enter them with register_client or"
                                    + " update_client_info, or import contracts"));
        } else if (begins.isAfter(start)) {
            gaps.add(
                    new DataGap(
                            "periods",
                            "ledger_begins_on " + begins,
                            "Periods before it are left out; import the contracts of before, where"
                                    + " there were any"));
        }
        int mismatches = ledger.mismatches(today);
        if (mismatches > 0) {
            gaps.add(
                    new DataGap(
                            "periods",
                            "arr_mismatch of %d clients: their rows say another ARR than the ledger, which counts"
                                    .formatted(mismatches),
                            "Import their contracts anew, or mend what was written into"
                                    + " clients.contract_value past the product"));
        }
        if (year.cohort().clientCount() == 0) {
            gaps.add(
                    new DataGap(
                            "trailing_12_months.nrr_rate",
                            "no_cohort",
                            "Nobody paid at the start of "
                                    + year.start()
                                    + ": there is no such rate before a year of movements"));
        }
        if (question.filter().minArr() != null) {
            gaps.add(
                    new DataGap(
                            "periods.grr_rate",
                            "filtered_by_arr_of_today",
                            "min_arr_amount leaves out who has left or shrunk under it since, so"
                                    + " rates look better than they are: ask without it"));
        }
    }

    private List<Change> changes(String list, First<RevenueLedger.Change> changes) {
        note(list, changes);
        return changes.items().stream().map(Change::of).toList();
    }

    private @Nullable List<Group> groups(LocalDate yearStart, LocalDate end) {
        if (question.groupBy() == RevenueGrouping.NONE) {
            return null;
        }
        First<RevenueLedger.Group> groups =
                ledger.groups(yearStart, end, question.groupBy(), MOST_GROUPS);
        note("groups", groups);
        return groups.items().stream().map(Group::of).toList();
    }

    private void note(String list, First<?> first) {
        if (first.items().size() < first.totalCount()) {
            truncated.add(new Truncation(list, first.items().size(), first.totalCount()));
        }
    }

    private PipelineView pipeline(@Nullable Instant scannedAt) {
        List<OpportunityType> types = List.of(OpportunityType.values());
        RevenueFilter filter = question.filter();
        FindingReader findings =
                new FindingReader(
                        tx,
                        FindingFilter.usual(
                                types,
                                filter.clientId(),
                                filter.tier(),
                                filter.csm(),
                                filter.segmentId(),
                                filter.minArr(),
                                false),
                        now);
        OpportunityFilter open =
                new OpportunityFilter(
                        types,
                        null,
                        filter.clientId(),
                        filter.tier(),
                        filter.csm(),
                        filter.segmentId(),
                        filter.minArr());
        FindingSummary unsaved = findings.summary();
        if (filter.clientId() == null && scannedAt == null) {
            gaps.add(
                    new DataGap(
                            "pipeline.potential_value_amount",
                            "no_scan",
                            "The nightly scan finds it; identify_expansion_opportunities with"
                                    + " cs:write runs it now"));
        }
        if (filter.clientId() == null
                && scannedAt != null
                && Duration.between(scannedAt, now).compareTo(FRESH) >= 0) {
            gaps.add(
                    new DataGap(
                            "pipeline.potential_value_amount",
                            "stale_run: the scan is %d hours old"
                                    .formatted(Duration.between(scannedAt, now).toHours()),
                            "identify_expansion_opportunities with cs:write scans anew"));
        }
        if (unsaved.withoutValueCount() > 0) {
            gaps.add(
                    new DataGap(
                            "pipeline.potential_value_amount",
                            "price_missing of %d findings".formatted(unsaved.withoutValueCount()),
                            "Import the list prices of their products, or their licensed users"));
        }
        return PipelineView.of(
                new OpportunityList(tx, open, findings.rates(), now).pipeline(), unsaved);
    }
}
