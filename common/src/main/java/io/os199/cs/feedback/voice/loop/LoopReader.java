package io.os199.cs.feedback.voice.loop;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.VoiceScope;
import io.os199.cs.feedback.voice.Wait;
import io.os199.cs.feedback.voice.loop.LoopDao.Part;
import io.os199.cs.feedback.voice.loop.LoopDao.Row;
import io.os199.cs.feedback.voice.loop.LoopDao.Tally;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopEvidence;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopMetrics;
import io.os199.cs.feedback.voice.loop.LoopReport.LoopPart;
import io.os199.cs.feedback.voice.loop.LoopReport.OpenInsight;
import io.os199.cs.feedback.voice.loop.LoopReport.OpenLoop;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.statistics.Survival.Cases;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Reads the feedback loops of one client or of all. */
public final class LoopReader {
    /** The page size of open loops unless more are asked for. */
    public static final int USUAL_LIMIT = 50;

    private static final int MOST_INSIGHTS = 20;
    private static final String TARGETS = "days: critical 7, high 14, medium 30, low 90";

    private final LoopDao dao;
    private final VoiceScope scope;

    public LoopReader(Transaction tx, VoiceScope scope) {
        this.dao = tx.dao(LoopDao.class);
        this.scope = scope;
    }

    /** The position where a page of open loops ended. */
    public record Position(LocalDate dueOn, int rank, String feedbackId, String clientId) {
        /** Returns the position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    LocalDate.parse(Objects.requireNonNull(values.get(0))),
                    Integer.parseInt(Objects.requireNonNull(values.get(1))),
                    Objects.requireNonNull(values.get(2)),
                    Objects.requireNonNull(values.get(3)));
        }

        private static Position of(OpenLoop loop) {
            return new Position(
                    loop.dueOn(),
                    Arrays.asList(Severity.values()).indexOf(loop.priority()) + 1,
                    loop.feedbackId(),
                    loop.clientId());
        }

        private List<String> values() {
            return List.of(dueOn.toString(), Integer.toString(rank), feedbackId, clientId);
        }
    }

    /** Returns a digest that is equal for two calls that are pages of one list. */
    public static String digest(VoiceScope scope) {
        return Cursors.digest("open_loops", scope);
    }

    /** Returns the whole answer, with a page of open loops. */
    public LoopReport read(
            @Nullable ClientRef client,
            int limit,
            @Nullable Position after,
            Cursors cursors,
            Instant now) {
        Tally tally = dao.tally(scope);
        LoopMetrics metrics = metrics(tally);
        List<LoopDao.InsightRow> found = dao.insights(scope, MOST_INSIGHTS);
        List<OpenInsight> insights =
                found.stream()
                        .map(
                                each ->
                                        new OpenInsight(
                                                each.insightId(),
                                                UntrustedText.name(each.title()),
                                                each.status(),
                                                each.ageDays(),
                                                each.feedbackCount()))
                        .toList();
        List<DataGap> gaps = gaps(metrics, tally);
        List<OpenLoop> rows =
                dao
                        .open(
                                scope,
                                after == null ? null : after.dueOn(),
                                after == null ? 0 : after.rank(),
                                after == null ? null : after.feedbackId(),
                                after == null ? null : after.clientId(),
                                limit + 1)
                        .stream()
                        .map(LoopReader::shown)
                        .toList();
        String digest = digest(scope);
        Page<OpenLoop> page =
                Page.of(
                        rows,
                        limit,
                        (long) tally.openCount() + tally.earlierOpenCount(),
                        AnswerBudget.of(limit, USUAL_LIMIT),
                        List.of(metrics, insights, gaps),
                        last -> cursors.after(digest, Position.of(last).values()));
        int insightCount = found.isEmpty() ? 0 : found.getFirst().total();
        return new LoopReport(
                client == null ? null : client.clientId(),
                client == null ? null : client.clientName(),
                new Period(scope.periodStart(), scope.periodEnd()),
                metrics,
                page.items(),
                page.totalCount(),
                page.nextCursor(),
                insights,
                new LoopEvidence(scope.asOf(), "current", tally.undatedCount(), TARGETS, now),
                gaps,
                insightCount > insights.size()
                        ? List.of(new Truncation("insights", insights.size(), insightCount))
                        : null);
    }

    /** Returns the figures alone. */
    public LoopMetrics metrics() {
        return metrics(dao.tally(scope));
    }

    private LoopMetrics metrics(Tally tally) {
        List<Part> parts = tally.parts();
        return new LoopMetrics(
                tally.receivedCount(),
                tally.closedCount(),
                tally.openCount(),
                tally.earlierOpenCount(),
                Rate.of(tally.closedCount(), tally.receivedCount()),
                Wait.of(
                        dao.cases(scope).stream()
                                .map(each -> new Cases(each.days(), each.reached(), each.count()))
                                .toList()),
                Rate.of(tally.inTimeCount(), tally.judgedCount()),
                tally.overdueCount(),
                tally.overdueFollowUpCount(),
                of(parts, "priority"),
                of(parts, "team"),
                of(parts, "status"));
    }

    /**
     * The late loops, for rules.
     *
     * @param ids the ids of those of priority critical and high, the longest overdue first, at most as many as asked
     *     for
     * @param shippedOpenCount loops that were shipped without the customer being told
     */
    public record Late(int urgentCount, List<String> ids, int shippedOpenCount) {}

    public Late late(int most) {
        Tally tally = dao.tally(scope);
        return new Late(
                tally.urgentOverdueCount(),
                tally.urgentOverdueCount() == 0 ? List.of() : dao.urgent(scope, most),
                tally.shippedOpenCount());
    }

    /** Returns the longest overdue open loops. */
    public List<OpenLoop> open(int most) {
        return dao.open(scope, null, 0, null, null, most).stream().map(LoopReader::shown).toList();
    }

    /** Returns open loops that nobody followed up by their day, the most overdue first. */
    public List<OpenLoop> lateFollowUps(int most) {
        return dao.lateFollowUps(scope, most).stream().map(LoopReader::shown).toList();
    }

    private static List<LoopPart> of(List<Part> parts, String dimension) {
        return parts.stream()
                .filter(each -> each.dimension().equals(dimension))
                .map(
                        each ->
                                new LoopPart(
                                        each.key(),
                                        each.receivedCount(),
                                        each.closedCount(),
                                        each.overdueCount()))
                .toList();
    }

    private static OpenLoop shown(Row row) {
        String title = row.title();
        return new OpenLoop(
                true,
                row.feedbackId(),
                row.clientId(),
                row.clientName(),
                title == null ? null : UntrustedText.name(title),
                row.contactEmail(),
                row.priority(),
                row.status(),
                row.ageDays(),
                row.dueOn(),
                row.isOverdue(),
                row.assignedTeam(),
                row.followUpBy(),
                row.insightIds());
    }

    private static List<DataGap> gaps(LoopMetrics metrics, Tally tally) {
        List<DataGap> gaps = new ArrayList<>();
        if (tally.closedSinceCount() > 0) {
            gaps.add(closedSince("open_items.status", tally));
            if (isOfSomeWithoutStatus(metrics)) {
                gaps.add(closedSince("metrics.by_status", tally));
            }
        }
        if (tally.receivedCount() == 0) {
            gaps.add(
                    new DataGap(
                            "metrics.closure_rate",
                            "no_feedback",
                            "Nothing was received in this period: store feedback with"
                                    + " collect_feedback, or take a longer period"));
            return gaps;
        }
        if (tally.receivedCount() < Sample.ENOUGH) {
            gaps.add(small("metrics.closure_rate", "feedback received", tally.receivedCount()));
        }
        if (metrics.withinTargetRate().n() < Sample.ENOUGH) {
            gaps.add(
                    small(
                            "metrics.within_target_rate",
                            "loops closed or past their day",
                            metrics.withinTargetRate().n()));
        }
        Wait wait = metrics.medianDaysToClose();
        if (wait.medianDays() == null) {
            gaps.add(
                    wait.n() < Sample.ENOUGH
                            ? small("metrics.median_days_to_close", "loops", wait.n())
                            : new DataGap(
                                    "metrics.median_days_to_close",
                                    "half_still_open",
                                    "Less than half are closed so far; close loops, or take an"
                                            + " earlier period"));
        }
        if (tally.undatedCount() > 0) {
            gaps.add(
                    new DataGap(
                            "metrics.median_days_to_close",
                            "closed_without_date",
                            "%d were closed on a day that is not stored, and are left out; close"
                                            .formatted(tally.undatedCount())
                                    + " loops with close_feedback_loop"));
        }
        return gaps;
    }

    private static boolean isOfSomeWithoutStatus(LoopMetrics metrics) {
        List<LoopPart> known = metrics.byStatus();
        return known.stream().mapToInt(LoopPart::receivedCount).sum() < metrics.receivedCount()
                || known.stream().mapToInt(LoopPart::overdueCount).sum() < metrics.overdueCount();
    }

    private static DataGap closedSince(String field, Tally tally) {
        return new DataGap(
                field,
                "as_of_past",
                "%d were closed since, and what they were before is not stored; leave out as_of"
                        .formatted(tally.closedSinceCount()));
    }

    private static DataGap small(String field, String what, long n) {
        return new DataGap(
                field,
                "small_sample",
                "It needs 5 %s, there are %d; take a longer period".formatted(what, n));
    }
}
