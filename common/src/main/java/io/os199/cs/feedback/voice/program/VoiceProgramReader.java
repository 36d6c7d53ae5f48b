package io.os199.cs.feedback.voice.program;

import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.Wait;
import io.os199.cs.feedback.voice.loop.LoopReader;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.program.VoiceProgramDao.Coverage;
import io.os199.cs.feedback.voice.program.VoiceProgramDao.Decisions;
import io.os199.cs.feedback.voice.program.VoiceProgramDao.Pairs;
import io.os199.cs.feedback.voice.program.VoiceProgramReport.NpsAfterClosure;
import io.os199.cs.feedback.voice.program.VoiceProgramReport.ProgramEvidence;
import io.os199.cs.feedback.voice.program.VoiceProgramReport.ProgramMetrics;
import io.os199.cs.feedback.voice.program.VoiceProgramReport.SourceFigures;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.statistics.Survival.Cases;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Result;
import io.os199.cs.retention.satisfaction.SurveyKind;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Measures the program of a scope. */
public final class VoiceProgramReader {
    private static final Duration RIPE = Duration.ofDays(60);

    private final Transaction tx;
    private final VoiceProgramDao dao;
    private final VoiceScope scope;

    public VoiceProgramReader(Transaction tx, VoiceScope scope) {
        this.tx = tx;
        this.dao = tx.dao(VoiceProgramDao.class);
        this.scope = scope;
    }

    /** Returns the whole answer. */
    public VoiceProgramReport read(Instant now) {
        Part current = part(scope);
        VoiceScope before = scope.previous();
        Part previous = part(before);
        Pairs pairs = dao.pairs(scope);
        return new VoiceProgramReport(
                new Period(scope.periodStart(), scope.periodEnd()),
                current.metrics(),
                previous.metrics(),
                npsAfterClosure(pairs),
                current.bySource(),
                advice(current.metrics()),
                new ProgramEvidence(
                        scope.asOf(),
                        new Period(before.periodStart(), before.periodEnd()),
                        "current",
                        current.itemCount(),
                        current.immatureSendCount(),
                        now),
                gaps(current, pairs, scope.known().isAfter(now)));
    }

    /** Returns the recommendations without the whole answer. */
    public List<Recommendation> advice() {
        return advice(part(scope).metrics());
    }

    private List<Recommendation> advice(ProgramMetrics metrics) {
        boolean isPortfolio = scope.clientId() == null;
        return VoiceRules.of(
                new LoopReader(tx, scope).late(VoiceRules.MOST_IDS),
                isPortfolio ? metrics.coverageRate() : null,
                isPortfolio ? dao.silent(scope, VoiceRules.MOST_IDS) : List.of(),
                metrics.responseRate(),
                metrics.decisionAfter60DaysRate());
    }

    private record Part(
            ProgramMetrics metrics,
            List<SourceFigures> bySource,
            int itemCount,
            int undatedShippedCount,
            int immatureSendCount) {}

    private Part part(VoiceScope of) {
        Coverage coverage = dao.coverage(of);
        List<Result> surveys = surveys(of);
        int sent = surveys.stream().mapToInt(Result::sentCount).sum();
        int responded = surveys.stream().mapToInt(Result::respondedCount).sum();
        List<Decisions> decisions = dao.decisions(of, of.from(), of.until());
        Decisions all = decisions.getFirst();
        Instant ripe = of.known().minus(RIPE);
        Instant until = of.until().isBefore(ripe) ? of.until() : ripe;
        Decisions old =
                dao.decisions(of, until.minus(Duration.ofDays(of.days())), until).getFirst();
        LoopMetrics loops = new LoopReader(tx, of).metrics();
        List<Cases> cases =
                dao.cases(of, of.from(), of.until()).stream()
                        .map(each -> new Cases(each.days(), each.reached(), each.count()))
                        .toList();
        return new Part(
                new ProgramMetrics(
                        Rate.of(coverage.spokeCount(), coverage.liveCount()),
                        Rate.of(responded, sent),
                        Rate.of(all.decidedCount(), all.itemCount()),
                        Rate.of(old.decidedCount(), old.itemCount()),
                        Rate.of(all.shippedCount(), all.itemCount()),
                        loops.closureRate(),
                        loops.withinTargetRate(),
                        Wait.of(cases)),
                decisions.stream().skip(1).map(VoiceProgramReader::ofSource).toList(),
                all.itemCount(),
                all.undatedShippedCount(),
                surveys.stream().mapToInt(Result::immatureCount).sum());
    }

    private static SourceFigures ofSource(Decisions each) {
        return new SourceFigures(
                Objects.requireNonNull(each.source()),
                each.itemCount(),
                Rate.of(each.decidedCount(), each.itemCount()),
                Rate.of(each.closedCount(), each.itemCount()));
    }

    private List<Result> surveys(VoiceScope of) {
        return new SatisfactionSurvey(
                        tx,
                        new SatisfactionFilter(of.clientId(), null, null, null),
                        List.of(SurveyKind.NPS, SurveyKind.CSAT, SurveyKind.CES),
                        new SatisfactionPeriod(of.periodStart(), of.periodEnd()))
                .results();
    }

    private static NpsAfterClosure npsAfterClosure(Pairs pairs) {
        Double change = pairs.meanChange();
        Double deviation = pairs.deviation();
        if (change == null || deviation == null || pairs.pairCount() < Sample.ENOUGH) {
            return new NpsAfterClosure(pairs.pairCount(), null, null, null, null, null, null, null);
        }
        Sample sample = Sample.mean(change, deviation, pairs.pairCount());
        return new NpsAfterClosure(
                pairs.pairCount(),
                shown(pairs.meanBefore()),
                shown(pairs.meanAfter()),
                sample.value(),
                sample.intervalLow(),
                sample.intervalHigh(),
                "student",
                sample.smallSample());
    }

    private static BigDecimal shown(@Nullable Double mean) {
        return Rounded.figure(Objects.requireNonNull(mean));
    }

    private static List<DataGap> gaps(Part part, Pairs pairs, boolean isToday) {
        ProgramMetrics metrics = part.metrics();
        List<DataGap> gaps = new ArrayList<>();
        if (!isToday && part.undatedShippedCount() > 0) {
            gaps.add(
                    new DataGap(
                            "metrics.shipped_rate",
                            "as_of_past",
                            "%d are shipped now, on a day that is not stored, and count as shipped;"
                                            .formatted(part.undatedShippedCount())
                                    + " ship feedback with update_customer_roadmap"));
        }
        few("coverage_rate", "live clients", metrics.coverageRate(), gaps);
        if (metrics.responseRate().n() == 0) {
            gaps.add(
                    new DataGap(
                            "metrics.response_rate",
                            "no_surveys_sent",
                            "No survey was sent in this period; send one with"
                                    + " monitor_satisfaction"));
        } else {
            few("response_rate", "surveys sent", metrics.responseRate(), gaps);
        }
        few("decision_rate", "items of feedback", metrics.decisionRate(), gaps);
        few(
                "decision_after_60_days_rate",
                "items of feedback of 60 days and more",
                metrics.decisionAfter60DaysRate(),
                gaps);
        few(
                "within_target_rate",
                "loops closed or past their day",
                metrics.withinTargetRate(),
                gaps);
        Wait wait = metrics.medianDaysToDecision();
        if (wait.medianDays() == null) {
            gaps.add(
                    new DataGap(
                            "metrics.median_days_to_decision",
                            wait.n() < Sample.ENOUGH ? "small_sample" : "half_still_open",
                            "It needs 5 items of which half are decided, there are %d with %d"
                                            .formatted(wait.n(), wait.reachedCount())
                                    + " decided; take a longer or an earlier period"));
        }
        if (pairs.pairCount() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "nps_after_closure.mean_change",
                            "small_sample",
                            "It needs 5 people who answered NPS before and after their loop was"
                                    + " closed, there are %d; take a longer or an earlier period"
                                            .formatted(pairs.pairCount())));
        }
        return gaps;
    }

    private static void few(String field, String what, Rate rate, List<DataGap> gaps) {
        if (rate.n() < Sample.ENOUGH) {
            gaps.add(
                    new DataGap(
                            "metrics." + field,
                            "small_sample",
                            "It needs 5 %s, there are %d; take a longer period"
                                    .formatted(what, rate.n())));
        }
    }
}
