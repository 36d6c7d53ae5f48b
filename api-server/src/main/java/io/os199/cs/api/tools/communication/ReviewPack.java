package io.os199.cs.api.tools.communication;

import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What a review is prepared with.
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
     * Days that are looked at.
     *
     * @param end the day after the last
     * @param basis why it begins when it does
     */
    public record Period(LocalDate start, LocalDate end, String basis) {}

    /**
     * A figure.
     *
     * @param n how many rows it is taken from
     * @param source the tables
     * @param window the days that it is of
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

    /** Something good or bad, and the values that say so. */
    public record Point(String key, String because) {}

    /**
     * What a rule says to talk about.
     *
     * @param items what {@code update_action_item} is to be called with
     */
    public record TalkingPoint(
            String ruleId,
            String because,
            String action,
            Priority priority,
            @Nullable List<LateItem> items,
            @Nullable OpenEscalation escalation) {}

    /** An overdue item by what it is changed with. */
    public record LateItem(String ebrId, int version, int itemNo, @Nullable LocalDate dueDate) {}

    /** The escalation that has been open for longest. */
    public record OpenEscalation(
            @Nullable String escalationId,
            @Nullable String owner,
            @Nullable LocalDate openedOn,
            @Nullable LocalDate dueOn) {}

    /** How many of the checks are passed. */
    public record Readiness(BigDecimal scoreRate, List<Check> checks) {}

    /** Whether something is as it ought to be before a review. */
    public record Check(String key, boolean passed, String because) {}
}
