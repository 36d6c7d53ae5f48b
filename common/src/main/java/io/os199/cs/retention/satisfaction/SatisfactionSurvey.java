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

/** What customers of a filter said in a period: one answer of each contact and kind, the latest. */
public final class SatisfactionSurvey {
    /** The most clients that are named because they say nothing. */
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
     * The answers of one kind, and what was sent.
     *
     * @param contactCount of the answers, those of a known person
     * @param respondedCount of those sent
     * @param immatureCount of those sent, who may still answer
     * @param queuedCount that wait to be handed over and are not sent
     */
    public record Result(
            SurveyTally tally,
            int contactCount,
            int clientCount,
            int sentCount,
            int respondedCount,
            int immatureCount,
            int queuedCount) {}

    /** One for each kind, in their order. */
    public List<Result> results() {
        return results(period, period.until());
    }

    /** The same, where answers until a later day count for what was sent. */
    public List<Result> resultsHeardUntil(LocalDate day) {
        return results(period, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The same of as many days before. */
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

    /** How many answers there are, those also that the same person corrected later. */
    public int allAnswers() {
        return dao.allAnswers(filter, words, period.from(), period.until());
    }

    /** The answers of one kind of a group. */
    public record Group(String key, SurveyTally tally) {}

    /** The largest first; a client in several segments counts in each of them. */
    public List<Group> groups(SatisfactionGrouping grouping) {
        return dao.groups(filter, words, period.from(), period.until(), grouping).stream()
                .map(each -> new Group(each.key(), new SurveyTally(each.kind(), each.scores())))
                .toList();
    }

    /** What customers gave tickets, 1 to 5; satisfied are 4 and 5. */
    public record TicketRatings(int ratedCount, @Nullable Double mean, int satisfiedCount) {}

    public TicketRatings ticketRatings() {
        SatisfactionDao.TicketRatings found =
                dao.ticketRatings(filter, period.from(), period.until());
        return new TicketRatings(found.ratedCount(), found.mean(), found.satisfiedCount());
    }

    /** Where a page ended. */
    public record Position(Instant respondedAt, String responseId) {}

    /** The newest first. */
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

    /** Low answers after which nobody was in touch, the longest open first. */
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
     * How many follow-ups there are.
     *
     * @param oldestAt when the one was answered that is open longest
     */
    public record FollowUps(int totalCount, int overdueCount, @Nullable Instant oldestAt) {}

    public FollowUps followUpCounts(Instant overdueBefore) {
        SatisfactionDao.FollowUpCounts found =
                dao.followUpCounts(filter, words, period.from(), period.until(), overdueBefore);
        return new FollowUps(found.total(), found.overdue(), found.oldestAt());
    }

    /** What feedback of a category sounds like. */
    public record Theme(String category, int positiveCount, int neutralCount, int negativeCount) {}

    /**
     * What feedback of the period is about.
     *
     * @param themes the most negative first
     * @param unscoredCount feedback of which the mood is not known
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

    /** A client that matters much and says nothing. */
    public record SilentClient(String clientId, String clientName, BigDecimal arrAmount) {}

    /**
     * Clients of the top fifth by ARR without any answer in 180 days.
     *
     * @param silent the largest, at most {@link #MOST_SILENT}
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
