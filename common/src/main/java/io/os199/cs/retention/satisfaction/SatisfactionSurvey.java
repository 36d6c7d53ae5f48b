package io.os199.cs.retention.satisfaction;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What the customers of a filter said in a period: one answer per contact and kind, the latest. */
public final class SatisfactionSurvey {
    /** The most silent clients that are named. */
    public static final int MOST_SILENT = 20;

    private final SatisfactionDao dao;
    private final SatisfactionFilter filter;
    private final List<SurveyKind> kinds;
    private final List<String> words;
    private final SatisfactionPeriod period;

    public SatisfactionSurvey(
            Transaction tx,
            SatisfactionFilter filter,
            List<SurveyKind> kinds,
            SatisfactionPeriod period) {
        this.dao = tx.dao(SatisfactionDao.class);
        this.filter = filter;
        this.kinds = List.copyOf(kinds);
        this.words = kinds.stream().map(WireName::of).toList();
        this.period = period;
    }

    /**
     * The answers of one kind, and the sends.
     *
     * @param contactCount the known people who answered
     * @param respondedCount the sends that were answered
     * @param immatureCount the sends that may still be answered
     * @param queuedCount messages that wait to be handed over and do not count as sent
     */
    public record Result(
            SurveyTally tally,
            int contactCount,
            int clientCount,
            int sentCount,
            int respondedCount,
            int immatureCount,
            int queuedCount) {}

    /** Returns one result for each kind, in their order. */
    public List<Result> results() {
        return results(period, period.until());
    }

    /** Returns the same results, with answers until a later day counted for the sends. */
    public List<Result> resultsHeardUntil(LocalDate day) {
        return results(period, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Returns the same results for so many days before the period. */
    public List<Result> resultsBefore(int days) {
        return results(period.before(days), period.until());
    }

    private List<Result> results(SatisfactionPeriod of, Instant heardUntil) {
        List<SatisfactionDao.Answers> answers = dao.answers(filter, words, of.from(), of.until());
        List<SatisfactionDao.Sends> sends =
                dao.sends(filter, words, of.from(), of.until(), heardUntil);
        List<Result> results = new ArrayList<>();
        for (SurveyKind kind : kinds) {
            SatisfactionDao.Answers said =
                    answers.stream()
                            .filter(each -> each.kind() == kind)
                            .findFirst()
                            .orElse(new SatisfactionDao.Answers(kind, 0, 0, List.of()));
            SatisfactionDao.Sends sent =
                    sends.stream()
                            .filter(each -> each.kind() == kind)
                            .findFirst()
                            .orElse(new SatisfactionDao.Sends(kind, 0, 0, 0, 0));
            results.add(
                    new Result(
                            new SurveyTally(kind, said.scores()),
                            said.contactCount(),
                            said.clientCount(),
                            sent.sentCount(),
                            sent.respondedCount(),
                            sent.immatureCount(),
                            sent.queuedCount()));
        }
        return results;
    }

    /** Returns how many answers there are, including those that the same person corrected later. */
    public int allAnswers() {
        return dao.allAnswers(filter, words, period.from(), period.until());
    }

    /** The answers of one kind from a group. */
    public record Group(String key, SurveyTally tally) {}

    /** Returns the largest groups first; a client in several segments counts in each of them. */
    public List<Group> groups(SatisfactionGrouping grouping) {
        return dao.groups(filter, words, period.from(), period.until(), grouping).stream()
                .map(each -> new Group(each.key(), new SurveyTally(each.kind(), each.scores())))
                .toList();
    }

    /**
     * The ratings that customers gave to tickets; 4, 5 and good count as satisfied.
     *
     * @param mean of the {@code onScaleCount} ratings on the scale of 1 to 5; absent where all are only good or bad
     */
    public record TicketRatings(
            int ratedCount, int onScaleCount, @Nullable Double mean, int satisfiedCount) {}

    public TicketRatings ticketRatings() {
        SatisfactionDao.TicketRatings found =
                dao.ticketRatings(filter, period.from(), period.until());
        return new TicketRatings(
                found.ratedCount(), found.onScaleCount(), found.mean(), found.satisfiedCount());
    }

    /** The position where a page ended. */
    public record Position(Instant respondedAt, String responseId) {}

    /** Returns the newest answers first. */
    public List<SurveyAnswer> responses(@Nullable Position after, int most) {
        return dao.responses(
                filter,
                words,
                period.from(),
                period.until(),
                after == null ? null : after.respondedAt(),
                after == null ? null : after.responseId(),
                most);
    }

    /** Returns the low answers after which nobody was in touch, the longest open first. */
    public List<SurveyAnswer> followUps(@Nullable Position after, int most) {
        return dao.followUps(
                filter,
                words,
                period.from(),
                period.until(),
                after == null ? null : after.respondedAt(),
                after == null ? null : after.responseId(),
                most);
    }

    /**
     * The number of follow-ups.
     *
     * @param oldestAt when the answer that has been open longest was given
     */
    public record FollowUps(int totalCount, int overdueCount, @Nullable Instant oldestAt) {}

    public FollowUps followUpCounts(Instant overdueBefore) {
        SatisfactionDao.FollowUpCounts found =
                dao.followUpCounts(filter, words, period.from(), period.until(), overdueBefore);
        return new FollowUps(found.total(), found.overdue(), found.oldestAt());
    }

    /** The feedback of a category, by sentiment. */
    public record Theme(String category, int positiveCount, int neutralCount, int negativeCount) {}

    /**
     * The themes of the feedback of the period.
     *
     * @param themes the most negative first
     * @param unscoredCount feedback whose sentiment is not known
     */
    public record Themes(List<Theme> themes, int unscoredCount) {}

    public Themes themes() {
        List<SatisfactionDao.Theme> found = dao.themes(filter, period.from(), period.until());
        return new Themes(
                found.stream().map(SatisfactionSurvey::theme).toList(),
                found.stream().mapToInt(SatisfactionDao.Theme::unscoredCount).sum());
    }

    private static Theme theme(SatisfactionDao.Theme found) {
        return new Theme(
                found.category(),
                found.positiveCount(),
                found.neutralCount(),
                found.negativeCount());
    }

    /** A client of high value that has given no answer. */
    public record SilentClient(String clientId, String clientName, BigDecimal arrAmount) {}

    /**
     * Clients in the top fifth by ARR without any answer in 180 days.
     *
     * @param silent the largest of them, at most {@link #MOST_SILENT}
     * @param topCount clients of the filter in the top fifth
     */
    public record Silence(List<SilentClient> silent, int silentCount, int topCount) {}

    public Silence silence() {
        List<SatisfactionDao.Silent> found =
                dao.silent(filter, period.end().minusDays(1), period.until(), MOST_SILENT);
        return new Silence(
                found.stream()
                        .map(
                                each ->
                                        new SilentClient(
                                                each.clientId(),
                                                each.clientName(),
                                                each.arrAmount()))
                        .toList(),
                found.isEmpty() ? 0 : found.getFirst().silentCount(),
                found.isEmpty() ? 0 : found.getFirst().topCount());
    }
}
