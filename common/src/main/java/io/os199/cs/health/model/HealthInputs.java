package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * The facts that a score is made from, as the statement counted them and {@code health_scores.inputs} keeps them.
 *
 * @param licensedUserCount absent when no contract in force states its seats
 * @param touchpointAgeDays absent when there has never been a touchpoint
 * @param openEscalation 1 or 0
 * @param hasSupportHistory whether there has ever been a ticket or an escalation
 * @param responseWeight the sum of the answers' decays, six decimals
 * @param responseWeightedValue the sum of decay times value
 */
public record HealthInputs(
        boolean known,
        @Nullable Integer licensedUserCount,
        int activeUserCount,
        int userDayCount,
        int seenUserCount,
        long eventCount,
        long eventCountBefore,
        int featureAvailableCount,
        int featureUsedCount,
        @Nullable Integer touchpointAgeDays,
        int outboundCount,
        int answeredCount,
        int ticketCount,
        int highPriorityTicketCount,
        int slaBreachCount,
        int openEscalation,
        boolean hasSupportHistory,
        int responseCount,
        BigDecimal responseWeight,
        BigDecimal responseWeightedValue,
        int activeContractCount,
        boolean overdue,
        boolean late,
        boolean renewalNear) {}
