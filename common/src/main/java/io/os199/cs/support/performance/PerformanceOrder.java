package io.os199.cs.support.performance;

import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What is asked of support, without anybody's name.
 *
 * @param asOf the last day of the period, which has {@code periodDays}
 * @param team as it is stored
 * @param weeks full ISO weeks that trends look back
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
    /** Rows, where a call does not say. */
    public static final int USUAL_LIMIT = 50;

    /** The day after the last. */
    LocalDate end() {
        return asOf.plusDays(1);
    }

    LocalDate start() {
        return end().minusDays(periodDays);
    }

    /** The first day of the period before. */
    LocalDate before() {
        return start().minusDays(periodDays);
    }

    /** Whether only some tickets are looked at, which searches and views cannot be told by. */
    boolean isFiltered() {
        return team != null || agentId != null || priority != null || category != null;
    }

    TicketScope scope(@Nullable String clientId) {
        return new TicketScope(clientId, team, agentId, priority, category);
    }
}
