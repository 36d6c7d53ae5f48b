package io.os199.cs.support.performance;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The parameters of an analysis of support, without anyone's name.
 *
 * @param asOf the last day of the period, which has {@code periodDays}
 * @param team as it is stored
 * @param weeks the number of full ISO weeks that trends look back
 * @param limit rows of agents, or of tickets
 */
public record PerformanceOrder(
        AnalysisType analysisType,
        LocalDate asOf,
        int periodDays,
        @Nullable String team,
        @Nullable String agentId,
        @Nullable TicketPriority priority,
        @Nullable TicketCategory category,
        boolean includeTrends,
        boolean includeRecommendations,
        int weeks,
        int limit) {
    /** The number of rows when a call does not specify one. */
    public static final int USUAL_LIMIT = 50;

    /** Returns the day after the last. */
    LocalDate end() {
        return asOf.plusDays(1);
    }

    LocalDate start() {
        return end().minusDays(periodDays);
    }

    /** Returns the first day of the previous period. */
    LocalDate before() {
        return start().minusDays(periodDays);
    }

    /** Whether only some tickets are considered, by a filter that cannot apply to searches and views. */
    boolean isFiltered() {
        return team != null || agentId != null || priority != null || category != null;
    }

    TicketScope scope(@Nullable String clientId) {
        return new TicketScope(clientId, team, agentId, priority, category);
    }
}
