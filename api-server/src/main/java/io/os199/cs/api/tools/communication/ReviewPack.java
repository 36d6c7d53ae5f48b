package io.os199.cs.api.tools.communication;

import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The preparation of a review.
 *
 * @param reportMarkdown the same for a person to read
 */
public record ReviewPack(
        Period period,
        List<Fact> facts,
        List<Point> wins,
        List<Point> risks,
        List<TalkingPoint> talkingPoints,
        List<String> suggestedAgenda,
        Readiness readiness,
        String reportMarkdown) {

    /**
     * The days that are covered.
     *
     * @param end the day after the last
     * @param basis why the period begins when it does
     */
    public record Period(LocalDate start, LocalDate end, String basis) {}

    /**
     * A figure.
     *
     * @param n the number of rows behind it
     * @param source the tables
     * @param window the days that it covers
     */
    public record Fact(
            String key,
            BigDecimal value,
            @Nullable BigDecimal previous,
            @Nullable BigDecimal change,
            String unit,
            @Nullable Long n,
            String source,
            String window) {}

    /** Something good or bad, and the values that show it. */
    public record Point(String key, String because) {}

    /**
     * A point to talk about, as a rule says.
     *
     * @param items the arguments for calls of {@code update_action_item}
     */
    public record TalkingPoint(
            String ruleId,
            String because,
            String action,
            Priority priority,
            @Nullable List<LateItem> items,
            @Nullable OpenEscalation escalation) {}

    /** An overdue item, with what is needed to change it. */
    public record LateItem(String ebrId, int version, int itemNo, @Nullable LocalDate dueDate) {}

    /** The escalation that has been open for longest. */
    public record OpenEscalation(
            @Nullable String escalationId,
            @Nullable String owner,
            @Nullable LocalDate openedOn,
            @Nullable LocalDate dueOn) {}

    /** How many of the checks are passed. */
    public record Readiness(BigDecimal scoreRate, List<Check> checks) {}

    /** Whether something is as it should be before a review. */
    public record Check(String key, boolean passed, String because) {}
}
