package io.os199.cs.retention.satisfaction;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The scores that customers gave in several spans of days, which may overlap: one answer per contact and span, the
 * latest, or each rated ticket. Groups and clients are read from the first span.
 */
public final class RatingWindows {
    private static final String TICKETS = "tickets";

    private final RatingWindowDao dao;
    private final @Nullable SurveyKind kind;
    private final String[] starts;
    private final String[] ends;

    /**
     * Prepares to read the scores of these spans.
     *
     * @param kind the kind of survey; null for ratings of tickets
     */
    public RatingWindows(
            Transaction tx, @Nullable SurveyKind kind, List<SatisfactionPeriod> spans) {
        this.dao = tx.dao(RatingWindowDao.class);
        this.kind = kind;
        this.starts = spans.stream().map(each -> each.start().toString()).toArray(String[]::new);
        this.ends = spans.stream().map(each -> each.end().toString()).toArray(String[]::new);
    }

    /**
     * How often a score was given.
     *
     * @param no the number of the span, from 0
     * @param dimension empty, like {@code key}, for all clients together
     */
    public record Counted(int no, String dimension, String key, int score, int count) {}

    public List<Counted> counts(SatisfactionFilter filter, List<String> dimensions) {
        List<RatingWindowDao.Counted> found =
                kind == null
                        ? dao.tickets(filter, starts, ends, dimensions)
                        : dao.answers(filter, measure(), starts, ends, dimensions);
        return found.stream()
                .map(
                        each ->
                                new Counted(
                                        each.no() - 1,
                                        each.dimension(),
                                        each.key(),
                                        each.score(),
                                        each.count()))
                .toList();
    }

    /** A value and the number of clients that have it. */
    public record Value(BigDecimal value, int clientCount) {}

    /**
     * Returns the values of all clients served today but one, each computed alone, of those with at least {@code
     * least} scores.
     */
    public List<Value> values(SatisfactionFilter filter, int least, String except) {
        List<RatingWindowDao.Value> found =
                kind == null
                        ? dao.ticketValues(
                                filter, TICKETS, first(starts), first(ends), least, except)
                        : dao.answerValues(
                                filter, measure(), first(starts), first(ends), least, except);
        return found.stream().map(each -> new Value(each.value(), each.clientCount())).toList();
    }

    /** Returns the clients of a group with the lowest values. */
    public List<String> lowest(SatisfactionFilter filter, String dimension, String key, int most) {
        return kind == null
                ? dao.ticketLowest(
                        filter, TICKETS, first(starts), first(ends), dimension, key, most)
                : dao.answerLowest(
                        filter, measure(), first(starts), first(ends), dimension, key, most);
    }

    /** The number of scores in the first span, and its first and last day with one. */
    public record Extent(int rowCount, @Nullable LocalDate firstOn, @Nullable LocalDate lastOn) {}

    public Extent extent(SatisfactionFilter filter) {
        RatingWindowDao.Extent found =
                kind == null
                        ? dao.ticketExtent(filter, first(starts), first(ends))
                        : dao.answerExtent(filter, measure(), first(starts), first(ends));
        return new Extent(found.rowCount(), found.firstOn(), found.lastOn());
    }

    /**
     * Returns how often each score was given to tickets in the first span on the scale of 1 to 5, without those that
     * stand for good and bad.
     */
    public List<ScoreCount> fivePointRatings(SatisfactionFilter filter) {
        return dao.fivePointRatings(filter, first(starts), first(ends));
    }

    /** Returns how many tickets were solved in the first span and never rated. */
    public int unratedResolved(SatisfactionFilter filter) {
        return dao.unratedResolved(filter, first(starts), first(ends));
    }

    private String measure() {
        return kind == null ? TICKETS : WireName.of(kind);
    }

    private static String[] first(String[] all) {
        return new String[] {all[0]};
    }
}
