package io.os199.cs.health.model;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Hypothetical facts: the counted ones changed in some respect. */
final class SupposedInputs {
    boolean known;
    @Nullable Integer licensedUserCount;
    int activeUserCount;
    int userDayCount;
    int seenUserCount;
    long eventCount;
    long eventCountBefore;
    int featureAvailableCount;
    int featureUsedCount;
    @Nullable Integer touchpointAgeDays;
    int outboundCount;
    int answeredCount;
    int ticketCount;
    int highPriorityTicketCount;
    int slaBreachCount;
    int openEscalation;
    boolean hasSupportHistory;
    int responseCount;
    BigDecimal responseWeight;
    BigDecimal responseWeightedValue;
    int activeContractCount;
    boolean overdue;
    boolean late;
    boolean renewalNear;

    SupposedInputs(HealthInputs in) {
        known = in.known();
        licensedUserCount = in.licensedUserCount();
        activeUserCount = in.activeUserCount();
        userDayCount = in.userDayCount();
        seenUserCount = in.seenUserCount();
        eventCount = in.eventCount();
        eventCountBefore = in.eventCountBefore();
        featureAvailableCount = in.featureAvailableCount();
        featureUsedCount = in.featureUsedCount();
        touchpointAgeDays = in.touchpointAgeDays();
        outboundCount = in.outboundCount();
        answeredCount = in.answeredCount();
        ticketCount = in.ticketCount();
        highPriorityTicketCount = in.highPriorityTicketCount();
        slaBreachCount = in.slaBreachCount();
        openEscalation = in.openEscalation();
        hasSupportHistory = in.hasSupportHistory();
        responseCount = in.responseCount();
        responseWeight = in.responseWeight();
        responseWeightedValue = in.responseWeightedValue();
        activeContractCount = in.activeContractCount();
        overdue = in.overdue();
        late = in.late();
        renewalNear = in.renewalNear();
    }

    HealthInputs toInputs() {
        return new HealthInputs(
                known,
                licensedUserCount,
                activeUserCount,
                userDayCount,
                seenUserCount,
                eventCount,
                eventCountBefore,
                featureAvailableCount,
                featureUsedCount,
                touchpointAgeDays,
                outboundCount,
                answeredCount,
                ticketCount,
                highPriorityTicketCount,
                slaBreachCount,
                openEscalation,
                hasSupportHistory,
                responseCount,
                responseWeight,
                responseWeightedValue,
                activeContractCount,
                overdue,
                late,
                renewalNear);
    }
}
