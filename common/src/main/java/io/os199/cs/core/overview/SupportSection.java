package io.os199.cs.core.overview;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * Tickets and escalations.
 *
 * @param medianFirstResponseMinutes30d of the tickets resolved in the 30 days, excluding pauses
 * @param slaBreachCount30d up to two per ticket: first response and resolution
 * @param meanSatisfaction90d 1 to 5, over {@code satisfactionCount90d} tickets rated on that scale
 */
public record SupportSection(
        int openTicketCount,
        int openP0P1Count,
        int openedCount30d,
        int openedCountPrev30d,
        int openEscalationCount,
        @Nullable BigDecimal medianFirstResponseMinutes30d,
        @Nullable BigDecimal medianResolutionHours30d,
        int slaBreachCount30d,
        @Nullable BigDecimal meanSatisfaction90d,
        int satisfactionCount90d) {}
