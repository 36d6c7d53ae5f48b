package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.support.performance.Figures.Measure;
import io.os199.cs.support.performance.PerformanceReport.Breakdown;
import io.os199.cs.support.performance.PerformanceReport.Metrics;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The metrics of a period that a type of analysis shows, and those that have too little data. */
final class MetricSet {
    private final AnalysisType type;
    private final Figures figures;
    private final SelfService selfService;

    MetricSet(AnalysisType type, Figures figures, SelfService selfService) {
        this.type = type;
        this.figures = figures;
        this.selfService = selfService;
    }

    private boolean isOf(AnalysisType... others) {
        return type == AnalysisType.OVERVIEW
                || type == AnalysisType.COMPARISON
                || Set.copyOf(List.of(others)).contains(type);
    }

    private static <T> @Nullable T when(boolean isShown, T value) {
        return isShown ? value : null;
    }

    Metrics shown() {
        boolean isVolume = isOf(AnalysisType.SLA, AnalysisType.AGENT, AnalysisType.TRENDS);
        boolean isSpeed = isVolume;
        boolean isRated = isOf(AnalysisType.SATISFACTION, AnalysisType.AGENT, AnalysisType.TRENDS);
        boolean isWhole = isOf();
        return new Metrics(
                when(isVolume, figures.opened()),
                when(isVolume || isRated, figures.resolved()),
                when(isWhole, figures.closed()),
                when(isWhole, figures.reopened()),
                when(isVolume, figures.backlog()),
                when(isSpeed, figures.minutes(Measure.FIRST_RESPONSE)),
                when(isSpeed || isRated, figures.minutes(Measure.RESOLUTION)),
                when(isWhole, figures.minutes(Measure.RESOLUTION_ELAPSED)),
                when(isSpeed, figures.kept(Clock.FIRST_RESPONSE).shown()),
                when(isSpeed, figures.kept(Clock.RESOLUTION).shown()),
                when(isRated, figures.satisfied().shown()),
                when(isRated, average(figures.ratings())),
                when(isOf(AnalysisType.SATISFACTION), figures.rated().shown()),
                when(isOf(AnalysisType.SLA), figures.escalated().shown()),
                when(isOf(AnalysisType.AGENT), figures.reopenedSince().shown()),
                when(isOf(AnalysisType.AGENT), figures.oneTouch().shown()),
                isWhole ? selfService.ticketsPer100Users(figures.opened()) : null,
                isOf(AnalysisType.KNOWLEDGE_BASE) ? selfService.shownWithoutTicket() : null);
    }

    /** Returns the mean of ratings, given the counts from those of one to those of five, with Student's interval. */
    static Sample average(List<Long> ratings) {
        long n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < ratings.size(); i++) {
            int rating = i + 1;
            n += ratings.get(i);
            sum += (double) rating * ratings.get(i);
            squares += (double) rating * rating * ratings.get(i);
        }
        double mean = n == 0 ? 0 : sum / n;
        double variance = n < 2 ? 0 : Math.max(0, (squares - n * mean * mean) / (n - 1));
        return Sample.mean(mean, Math.sqrt(variance), n);
    }

    static List<Breakdown> breakdown(Map<String, Figures> by) {
        List<Breakdown> shown = new ArrayList<>();
        by.forEach(
                (key, each) ->
                        shown.add(
                                new Breakdown(
                                        key,
                                        each.opened(),
                                        each.resolved(),
                                        each.backlog(),
                                        each.minutes(Measure.FIRST_RESPONSE).p50Minutes(),
                                        each.minutes(Measure.RESOLUTION).p50Minutes(),
                                        each.kept(Clock.FIRST_RESPONSE).shown(),
                                        each.kept(Clock.RESOLUTION).shown(),
                                        each.satisfied().shown())));
        return shown;
    }

    /** Returns what is absent, and why. */
    List<DataGap> gaps() {
        List<DataGap> gaps = new ArrayList<>();
        if (figures.isEmpty()) {
            gaps.add(
                    new DataGap(
                            "metrics",
                            "no_tickets",
                            "No ticket was opened, answered or resolved in the period: ask for a"
                                    + " longer one, or with fewer filters"));
            if (isOf()) {
                gaps.addAll(selfService.gaps());
            }
            return gaps;
        }
        Metrics shown = shown();
        long answered = figures.answeredWithoutClock();
        long unclocked = figures.resolvedWithoutClock();
        few(gaps, "first_response", "answered tickets", shown.firstResponse(), answered);
        few(gaps, "resolution", "resolved tickets", shown.resolution(), unclocked);
        few(gaps, "resolution_elapsed", "resolved tickets", shown.resolutionElapsed(), 0);
        few(
                gaps,
                "first_response_sla_met_rate",
                "clocks",
                shown.firstResponseSlaMetRate(),
                answered);
        few(gaps, "resolution_sla_met_rate", "clocks", shown.resolutionSlaMetRate(), unclocked);
        few(gaps, "csat_rate", "ratings", shown.csatRate());
        few(gaps, "satisfaction_average", "ratings of five points", shown.satisfactionAverage());
        few(gaps, "rating_response_rate", "resolved tickets", shown.ratingResponseRate());
        few(gaps, "escalation_rate", "opened tickets", shown.escalationRate());
        few(gaps, "reopen_rate", "resolved tickets", shown.reopenRate());
        few(gaps, "one_touch_rate", "resolved tickets", shown.oneTouchRate());
        if (isOf()) {
            gaps.addAll(selfService.gaps());
        }
        long resolved = figures.minutes(Measure.RESOLUTION_ELAPSED).n();
        long timed = figures.minutes(Measure.RESOLUTION).n();
        boolean isSaid = timed < Sample.ENOUGH && resolved >= Sample.ENOUGH;
        if (timed < resolved && shown.resolution() != null && !isSaid) {
            gaps.add(
                    new DataGap(
                            "metrics.resolution",
                            "no_clock",
                            "%d of %d resolved tickets came without an SLA clock: resolution_elapsed has them all"
                                    .formatted(resolved - timed, resolved)));
        }
        return gaps;
    }

    private static void few(
            List<DataGap> gaps, String metric, String unit, @Nullable Sample sample) {
        few(gaps, metric, unit, sample, 0);
    }

    private static void few(
            List<DataGap> gaps,
            String metric,
            String unit,
            @Nullable Sample sample,
            long unclocked) {
        if (sample != null && sample.hasTooFew()) {
            gaps.add(few(metric, unit, sample.n(), unclocked));
        }
    }

    private static void few(
            List<DataGap> gaps,
            String metric,
            String unit,
            @Nullable Minutes minutes,
            long unclocked) {
        if (minutes != null && minutes.n() < Sample.ENOUGH) {
            gaps.add(few(metric, unit, minutes.n(), unclocked));
        }
    }

    /**
     * Returns why there is no value: a longer period helps, unless the tickets without a clock are the reason, since
     * with them there would be enough.
     */
    private static DataGap few(String metric, String unit, long n, long unclocked) {
        return unclocked == 0 || n + unclocked < Sample.ENOUGH
                ? small(metric, unit, n)
                : new DataGap(
                        "metrics." + metric,
                        "no_clock",
                        "Needs %d %s and has %d: %d tickets came without an SLA clock, as imported ones do"
                                .formatted(Sample.ENOUGH, unit, n, unclocked));
    }

    static DataGap small(String metric, String unit, long n) {
        return new DataGap(
                "metrics." + metric,
                "small_sample",
                "Needs %d %s and has %d: ask for a longer period"
                        .formatted(Sample.ENOUGH, unit, n));
    }
}
