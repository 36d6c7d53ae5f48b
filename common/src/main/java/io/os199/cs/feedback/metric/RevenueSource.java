package io.os199.cs.feedback.metric;

import io.os199.cs.expansion.revenue.CohortKept;
import io.os199.cs.expansion.revenue.CohortRate;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.expansion.revenue.RevenuePeriod;
import io.os199.cs.feedback.metric.LeaveDao.Extent;
import io.os199.cs.feedback.metric.LeaveDao.Mismatch;
import io.os199.cs.feedback.metric.Measured.Part;
import io.os199.cs.feedback.metric.Measured.Rows;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The development of the clients that paid when a span began, from the ledger of recurring revenue. */
final class RevenueSource implements MetricSource {
    private static final int MOST_NAMED = 20;
    private static final double YEAR = 365;

    private final MetricQuestion question;
    private final Transaction tx;
    private final RevenueLedger ledger;
    private final LeaveDao leaves;

    RevenueSource(Transaction tx, MetricQuestion question) {
        this.tx = tx;
        this.question = question;
        this.ledger = new RevenueLedger(tx, question.filter());
        this.leaves = tx.dao(LeaveDao.class);
    }

    @Override
    public Measured read() {
        MetricOrder order = question.order();
        Extent extent = leaves.movements(question.filter(), null, order.periodEnd());
        LocalDate begins = extent.firstOn();
        List<RevenuePeriod> periods = ledger.periods(periodBounds());
        RevenuePeriod period = periods.getLast();
        Map<Integer, Figure> figures = new HashMap<>();
        put(figures, 0, period, begins);
        for (int back = 1; back <= question.periodsBefore(); back++) {
            put(figures, question.spanBefore(back), periods.get(periods.size() - 1 - back), begins);
        }
        List<RevenuePeriod> buckets = ledger.periods(bucketBounds());
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            put(figures, MetricQuestion.spanOfBucket(bucket), buckets.get(bucket), begins);
        }
        List<Part> parts =
                question.dimensions().isEmpty() || !figures.containsKey(0)
                        ? List.of()
                        : ledger
                                .segments(
                                        period.start(), period.end(), rate(), question.dimensions())
                                .stream()
                                .map(
                                        each ->
                                                new Part(
                                                        each.dimension(),
                                                        each.key(),
                                                        figure(
                                                                each.cohort(),
                                                                each.cohortExpansionArr())))
                                .toList();
        List<DataGap> gaps = new ArrayList<>();
        noteLedger(gaps, period, buckets, begins);
        List<Recommendation> advice = new ArrayList<>();
        noteMismatches(gaps, advice);
        return new Measured(
                figures,
                parts,
                figures.containsKey(0) ? components(period) : Map.of(),
                new Rows(
                        question.type() == MetricType.CHURN_RATE
                                ? List.of("revenue_movements", "churn_events")
                                : List.of("revenue_movements"),
                        extent.rowCount(),
                        begins,
                        extent.lastOn(),
                        null,
                        null),
                advice,
                gaps);
    }

    /** Returns the bounds of the periods before and of the period. */
    private List<LocalDate> periodBounds() {
        List<LocalDate> bounds = new ArrayList<>();
        for (int back = question.periodsBefore(); back >= 1; back--) {
            bounds.add(question.spans().get(question.spanBefore(back)).start());
        }
        bounds.add(question.order().periodStart());
        bounds.add(question.order().periodEnd());
        return bounds;
    }

    private List<LocalDate> bucketBounds() {
        List<LocalDate> bounds =
                question.buckets().stream()
                        .map(MetricGranularity.Bucket::start)
                        .collect(Collectors.toCollection(ArrayList::new));
        bounds.add(question.order().periodEnd());
        return bounds;
    }

    /**
     * Adds the figure of a span, unless the ledger does not reach back to it: then it is not known who paid when it
     * began.
     */
    private void put(
            Map<Integer, Figure> figures, int no, RevenuePeriod of, @Nullable LocalDate begins) {
        if (begins != null && begins.isBefore(of.start())) {
            figures.put(no, figure(of.cohort(), of.cohortExpansionArr()));
        }
    }

    private Figure figure(CohortKept cohort, BigDecimal expansion) {
        int n = cohort.clientCount();
        return switch (question.type()) {
            case RETENTION_RATE -> Figure.rate(cohort.keptCount(), n);
            case CHURN_RATE -> Figure.rate(n - cohort.keptCount(), n);
            case GROSS_REVENUE_RETENTION ->
                    Figure.weighted(cohort.keptArr(), cohort.arr(), n, question.isExact());
            case NET_REVENUE_RETENTION ->
                    Figure.weighted(cohort.endArr(), cohort.arr(), n, question.isExact());
            default -> Figure.weighted(expansion, cohort.arr(), n, question.isExact());
        };
    }

    private CohortRate rate() {
        return switch (question.type()) {
            case GROSS_REVENUE_RETENTION -> CohortRate.GROSS;
            case NET_REVENUE_RETENTION -> CohortRate.NET;
            case EXPANSION_RATE -> CohortRate.EXPANSION;
            default -> CohortRate.LOGO;
        };
    }

    private Map<String, Object> components(RevenuePeriod period) {
        CohortKept cohort = period.cohort();
        int lost = cohort.clientCount() - cohort.keptCount();
        Map<String, Object> components = new LinkedHashMap<>();
        switch (question.type()) {
            case RETENTION_RATE -> {
                components.put("cohort_count", cohort.clientCount());
                components.put("lost_count", lost);
            }
            case CHURN_RATE -> {
                components.put("cohort_count", cohort.clientCount());
                components.put("lost_count", lost);
                components.put(
                        "reasons",
                        leaves.reasons(question.filter(), null, period.start(), period.end()));
                Figure kept = Figure.rate(cohort.keptCount(), cohort.clientCount());
                if (kept.value() != null) {
                    components.put(
                            "annualised_rate",
                            Rounded.rate(
                                    1
                                            - Math.pow(
                                                    kept.value().doubleValue(),
                                                    YEAR / question.order().days())));
                }
            }
            case GROSS_REVENUE_RETENTION -> {
                components.put("cohort_arr_amount", Rounded.amount(cohort.arr()));
                components.put("contraction_amount", Rounded.amount(cohort.contractionArr()));
                components.put("churn_amount", Rounded.amount(cohort.leftArr()));
            }
            case NET_REVENUE_RETENTION -> {
                components.put("cohort_arr_amount", Rounded.amount(cohort.arr()));
                components.put("closing_arr_amount", Rounded.amount(cohort.endArr()));
            }
            default -> {
                components.put("cohort_arr_amount", Rounded.amount(cohort.arr()));
                components.put("expansion_amount", Rounded.amount(period.cohortExpansionArr()));
                BigDecimal growth = cohort.share(cohort.endArr().subtract(cohort.keptArr()));
                if (growth != null) {
                    components.put("nrr_minus_grr_rate", Rounded.rate(growth));
                }
            }
        }
        return components;
    }

    private void noteLedger(
            List<DataGap> gaps,
            RevenuePeriod period,
            List<RevenuePeriod> buckets,
            @Nullable LocalDate begins) {
        if (begins == null) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "no_movements",
                            "Contracts bring movements: enter them with register_client, or import"
                                    + " contracts"));
            return;
        }
        String howToFix =
                "The ledger begins on %s, and a cohort needs it to begin before: import the contracts of before, or ask from a later day"
                        .formatted(begins);
        if (!begins.isBefore(period.start())) {
            gaps.add(new DataGap("current.value", "ledger_starts_later", howToFix));
        } else if (period.cohort().clientCount() == 0) {
            gaps.add(
                    new DataGap(
                            "current.value",
                            "no_cohort",
                            "Nobody paid when the period began: ask from a day on which somebody"
                                    + " did"));
        }
        long unreached = buckets.stream().filter(each -> !begins.isBefore(each.start())).count();
        if (unreached > 0) {
            gaps.add(
                    new DataGap(
                            "series",
                            "ledger_starts_later",
                            "%d buckets are left out. %s".formatted(unreached, howToFix)));
        }
    }

    private void noteMismatches(List<DataGap> gaps, List<Recommendation> advice) {
        List<Mismatch> found =
                leaves.mismatches(
                        question.filter(), null, question.order().periodEnd(), MOST_NAMED);
        if (found.isEmpty()) {
            return;
        }
        int total = found.getFirst().total();
        String ids = found.stream().map(Mismatch::clientId).collect(Collectors.joining(", "));
        gaps.add(
                new DataGap(
                        "current.value",
                        "churn_mismatch",
                        "%d clients' churn events say other than the ledger, which counts; enter what is missing of %s%s by manage_lifecycle_stages (transition to churned)"
                                .formatted(total, ids, total > found.size() ? " …" : "")));
        advice.add(
                new Recommendation(
                        "MET-5",
                        "%d clients have no ARR and no churn event, or ARR after one"
                                .formatted(total),
                        "Reconcile churn events with the ledger",
                        Priority.MEDIUM,
                        "manage_lifecycle_stages"));
    }

    @Override
    public List<PeerValue> peers(RevenueFilter among, String except) {
        return new RevenueLedger(tx, among)
                        .rates(
                                question.order().periodStart(),
                                question.order().periodEnd(),
                                rate(),
                                except)
                        .stream()
                        .map(each -> new PeerValue(each.rate(), each.clientCount()))
                        .toList();
    }

    @Override
    public List<String> lowest(String dimension, String key, int most) {
        return ledger.lowest(
                question.order().periodStart(),
                question.order().periodEnd(),
                rate(),
                dimension,
                key,
                most);
    }
}
