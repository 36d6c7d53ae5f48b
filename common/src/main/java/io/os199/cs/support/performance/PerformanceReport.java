package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * How support performed in a period.
 *
 * @param clientId absent, like the name, for the portfolio
 * @param comparison each metric next to that of the previous period
 */
public record PerformanceReport(
        AnalysisType analysisType,
        @Nullable String clientId,
        @Nullable String clientName,
        Period period,
        Filters filters,
        Metrics metrics,
        @Nullable Breakdowns breakdowns,
        @Nullable SlaDetail sla,
        @Nullable AgentDetail agents,
        @Nullable RatingDetail satisfaction,
        @Nullable KnowledgeDetail knowledgeBase,
        @Nullable TrendDetail trends,
        @Nullable List<Compared> comparison,
        List<Recommendation> recommendations,
        Evidence evidence,
        @Nullable List<Truncation> truncated,
        List<DataGap> dataGaps) {
    private static final String AGENTS = "agents.items";
    private static final String LATE = "sla.breached_open";
    private static final String AT_RISK = "sla.at_risk";

    /** Returns the report with as much of its lists of agents and tickets as fits in an answer. */
    PerformanceReport within(AnswerBudget budget) {
        PerformanceReport fits = this;
        if (agents != null) {
            List<AgentItem> items = agents.items();
            int n = budget.fitting(items, fits.with(sla, agents.first(0), truncated));
            fits = fits.with(sla, agents.first(n), cut(fits.truncated, AGENTS, n, items.size()));
        }
        if (sla != null && sla.breachedOpen() != null && sla.atRisk() != null) {
            List<OpenTicket> late = sla.breachedOpen();
            List<OpenTicket> atRisk = sla.atRisk();
            int lates = budget.fitting(late, fits.with(sla.first(0, 0), fits.agents, truncated));
            int risks =
                    budget.fitting(atRisk, fits.with(sla.first(0, lates), fits.agents, truncated));
            fits =
                    fits.with(
                            sla.first(risks, lates),
                            fits.agents,
                            cut(
                                    cut(fits.truncated, LATE, lates, late.size()),
                                    AT_RISK,
                                    risks,
                                    atRisk.size()));
        }
        return fits;
    }

    private static @Nullable List<Truncation> cut(
            @Nullable List<Truncation> before, String list, int shown, int items) {
        return shown == items
                ? before
                : Truncation.further(before == null ? List.of() : before, list, shown, items);
    }

    private PerformanceReport with(
            @Nullable SlaDetail ofSla,
            @Nullable AgentDetail ofAgents,
            @Nullable List<Truncation> cut) {
        return new PerformanceReport(
                analysisType,
                clientId,
                clientName,
                period,
                filters,
                metrics,
                breakdowns,
                ofSla,
                ofAgents,
                satisfaction,
                knowledgeBase,
                trends,
                comparison,
                recommendations,
                evidence,
                cut,
                dataGaps);
    }

    /** Days in UTC; {@code end} is the day after the last. */
    public record Period(LocalDate start, LocalDate end) {}

    /** The filters by which tickets are selected. */
    public record Filters(
            @Nullable String team,
            @Nullable String agentId,
            @Nullable TicketPriority priority,
            @Nullable TicketCategory category) {}

    /**
     * The metrics of a period that the type of analysis includes.
     *
     * @param backlogCount tickets neither resolved nor closed at its end
     * @param firstResponseSlaMetRate the share of the clocks decided in it, as for resolution
     * @param csatRate ratings of 4 and 5, and good ones where the scale has only good and bad; the average covers
     *     only the five-point scale
     * @param oneTouchRate the share of the resolved tickets with a single public answer by an agent
     * @param searchWithoutTicketRate the share of searches with results after which the client opened no ticket for a
     *     day; it does not prove a cause
     */
    public record Metrics(
            @Nullable Long openedCount,
            @Nullable Long resolvedCount,
            @Nullable Long closedCount,
            @Nullable Long reopenedCount,
            @Nullable Long backlogCount,
            @Nullable Minutes firstResponse,
            @Nullable Minutes resolution,
            @Nullable Minutes resolutionElapsed,
            @Nullable Sample firstResponseSlaMetRate,
            @Nullable Sample resolutionSlaMetRate,
            @Nullable Sample csatRate,
            @Nullable Sample satisfactionAverage,
            @Nullable Sample ratingResponseRate,
            @Nullable Sample escalationRate,
            @Nullable Sample reopenRate,
            @Nullable Sample oneTouchRate,
            @Nullable BigDecimal ticketsPer100Users,
            @Nullable Sample searchWithoutTicketRate) {}

    /** The main metrics broken down by properties of the tickets. */
    public record Breakdowns(List<Breakdown> byPriority, List<Breakdown> byCategory) {}

    /** The main metrics of the tickets of a priority or category; a rate based on fewer than 5 has no value. */
    public record Breakdown(
            String key,
            long openedCount,
            long resolvedCount,
            long backlogCount,
            @Nullable BigDecimal firstResponseP50Minutes,
            @Nullable BigDecimal resolutionP50Minutes,
            Sample firstResponseSlaMetRate,
            Sample resolutionSlaMetRate,
            Sample csatRate) {}

    /**
     * The tickets that were late.
     *
     * @param breachesByHour by the hour of the day, in the deployment's zone, at which the tickets were opened
     * @param atRisk tickets in their present state, like those that are late
     */
    public record SlaDetail(
            List<LatePriority> breachesByPriority,
            List<OpeningDao.LateHour> breachesByHour,
            String timeZone,
            @Nullable List<OpenTicket> atRisk,
            @Nullable List<OpenTicket> breachedOpen) {
        private SlaDetail first(int risks, int lates) {
            return new SlaDetail(
                    breachesByPriority,
                    breachesByHour,
                    timeZone,
                    atRisk == null ? null : atRisk.subList(0, risks),
                    breachedOpen == null ? null : breachedOpen.subList(0, lates));
        }
    }

    /** The clocks of a priority that were not met. */
    public record LatePriority(
            TicketPriority priority, long firstResponseCount, long resolutionCount) {}

    /** A ticket with a clock that is running out or has run out; {@code dueAt} is that clock's. */
    public record OpenTicket(
            String ticketId,
            String clientId,
            String clientName,
            TicketPriority priority,
            TicketCategory category,
            @Nullable String team,
            @Nullable String agentId,
            Clock clock,
            @Nullable Instant dueAt) {}

    /**
     * How much the agents did, and how well.
     *
     * @param workloadSpread the 90th percentile of the agents' loads minus the 10th
     */
    public record AgentDetail(
            List<AgentItem> items, List<TeamItem> teams, @Nullable BigDecimal workloadSpread) {
        private AgentDetail first(int n) {
            return new AgentDetail(items.subList(0, n), teams, workloadSpread);
        }
    }

    /**
     * An agent.
     *
     * @param isCompared whether at least ten tickets were resolved, as a comparison with others requires
     * @param load the number of tickets unsolved now, where one that waits on the customer counts half
     */
    public record AgentItem(
            String agentId,
            String agentName,
            String team,
            long resolvedCount,
            boolean isCompared,
            @Nullable BigDecimal resolutionP50Minutes,
            @Nullable BigDecimal firstResponseP50Minutes,
            Sample firstResponseSlaMetRate,
            Sample resolutionSlaMetRate,
            Sample csatRate,
            Sample reopenRate,
            @Nullable BigDecimal load) {}

    /** The medians of a team's compared agents; absent when there are none. */
    public record TeamItem(
            String team,
            int agentCount,
            int comparedCount,
            @Nullable BigDecimal resolvedCount,
            @Nullable BigDecimal resolutionP50Minutes,
            @Nullable BigDecimal firstResponseP50Minutes,
            Sample resolutionSlaMetRate) {}

    /**
     * How customers rated resolved tickets.
     *
     * @param distribution how often each rating from 1 to 5 was given
     * @param rankCorrelation Spearman's correlation between the rating and the minutes to the resolution; from 20
     *     tickets on
     */
    public record RatingDetail(
            List<RatingCount> distribution,
            @Nullable Correlation rankCorrelation,
            List<LowRatingTag> lowRatingTags,
            List<RatingDao.LowTicket> lowest) {}

    /** How often a rating was given. */
    public record RatingCount(int rating, long count) {}

    /** A rank correlation, −1 to 1. */
    public record Correlation(BigDecimal value, long n) {}

    /** A tag, as someone wrote it, of tickets rated 1 or 2, with its share among these and among all rated tickets. */
    public record LowRatingTag(
            @Personal(Personal.Kind.TEXT) String tagText,
            long lowCount,
            BigDecimal lowShareRate,
            BigDecimal overallShareRate,
            boolean untrusted) {}

    /** What customers find on their own; views are not broken down by client. */
    public record KnowledgeDetail(
            @Nullable Long viewCount,
            long searchCount,
            Sample zeroResultRate,
            List<ContentGap> contentGaps,
            @Nullable List<Wanting> maintenance) {}

    /** A query that found nothing, in customers' words. */
    public record ContentGap(
            @Personal(Personal.Kind.TEXT) String queryText,
            long searchCount,
            long clientCount,
            Instant lastSearchedAt,
            boolean untrusted) {}

    /** An article that needs attention: stale, unhelpful, unused or forgotten_draft. */
    public record Wanting(String articleId, String reason) {}

    /**
     * The figures week by week.
     *
     * @param weeks full ISO weeks, the oldest first
     * @param openedByWeekday Monday to Sunday in blocks of two hours, in the deployment's zone; from 50 tickets on
     * @param forecast the tickets expected in the next 30 days
     */
    public record TrendDetail(
            List<Direction> directions,
            @Nullable List<Week> weeks,
            @Nullable List<Weekday> openedByWeekday,
            @Nullable String timeZone,
            @Nullable Forecast forecast) {}

    /** The direction of a metric over the weeks. */
    public record Direction(
            String metric,
            WeeklyTrend.Direction direction,
            int weekCount,
            BigDecimal mean,
            BigDecimal slopePerWeek) {}

    /** The figures of a week; a rate or duration based on fewer than 5 is absent. */
    public record Week(
            LocalDate weekStart,
            long openedCount,
            @Nullable BigDecimal firstResponseSlaMetRate,
            @Nullable BigDecimal resolutionSlaMetRate,
            @Nullable BigDecimal csatRate,
            @Nullable BigDecimal resolutionP50Minutes) {}

    /** The tickets opened on a weekday, 1 for Monday, from 00:00 to 24:00 in blocks of two hours. */
    public record Weekday(int isoWeekday, List<Long> openedCounts) {}

    /**
     * A metric compared with its earlier value.
     *
     * @param currentN the number that a rate or duration is based on
     * @param isSignificant whether the difference exceeds chance at 5 %; absent where one of the two has fewer than
     *     20
     * @param better whether it got better; absent where it is unchanged, or where neither direction is better
     */
    public record Compared(
            String metric,
            @Nullable BigDecimal current,
            @Nullable BigDecimal before,
            @Nullable Long currentN,
            @Nullable Long beforeN,
            @Nullable BigDecimal difference,
            @Nullable Boolean isSignificant,
            @Nullable Boolean better) {}

    /**
     * The rows that the figures come from, in addition to the {@code n} of each figure; figures of tickets only where
     * tickets were considered.
     *
     * @param calendars the calendars by which the clocks run
     * @param decision when a clock counts as met or late
     */
    public record Evidence(
            List<String> tables,
            @Nullable Long openedCount,
            @Nullable Long answeredCount,
            @Nullable Long resolvedCount,
            @Nullable Long decidedFirstResponseCount,
            @Nullable Long decidedResolutionCount,
            @Nullable Long ratedCount,
            @Nullable List<String> calendars,
            @Nullable String decision,
            String rules,
            Instant computedAt) {}
}
