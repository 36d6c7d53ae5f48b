package io.os199.cs.api.tools.support;

import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.ClockState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.ClockedTicket;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Recommends what to do about a ticket: the rules TKT-1 to TKT-4. */
final class TicketAdvice {
    private static final int WAITING_HOURS = 72;
    private static final int REOPENED = 2;
    private static final int RENEWS_WITHIN_DAYS = 90;

    private TicketAdvice() {}

    static List<Recommendation> of(ClockedTicket stored, Instant now) {
        Ticket ticket = stored.ticket();
        TicketClock clock = stored.clock();
        List<Recommendation> advice = new ArrayList<>();
        if (ticket.status().isDone()) {
            return advice;
        }
        boolean isAtRisk = clock != null && clock.resolutionState(now) == ClockState.AT_RISK;
        if (isAtRisk && ticket.agentId() == null) {
            advice.add(
                    new Recommendation(
                            "TKT-1",
                            "resolution at_risk, no agent",
                            "Give it to an agent now",
                            Priority.HIGH,
                            HandleSupportTicket.NAME));
        }
        Instant waitsSince = clock == null ? null : clock.pausedAt();
        if (ticket.status() == TicketStatus.WAITING_ON_CUSTOMER
                && waitsSince != null
                && now.isAfter(waitsSince.plus(Duration.ofHours(WAITING_HOURS)))) {
            advice.add(
                    new Recommendation(
                            "TKT-2",
                            "waiting_on_customer for %d hours"
                                    .formatted(Duration.between(waitsSince, now).toHours()),
                            "Remind the customer, or resolve it",
                            Priority.MEDIUM,
                            HandleSupportTicket.NAME));
        }
        if (ticket.reopenCount() >= REOPENED) {
            advice.add(
                    new Recommendation(
                            "TKT-3",
                            "reopen_count %d".formatted(ticket.reopenCount()),
                            "Escalate it",
                            Priority.HIGH,
                            HandleSupportTicket.NAME));
        }
        LocalDate renewal = ticket.renewalDate();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (ticket.priority().isUrgent() && renewal != null && !renewal.isBefore(today)) {
            long days = ChronoUnit.DAYS.between(today, renewal);
            if (days <= RENEWS_WITHIN_DAYS) {
                advice.add(
                        new Recommendation(
                                "TKT-4",
                                "%s open, the client renews in %d days"
                                        .formatted(WireName.of(ticket.priority()), days),
                                "Tell the client's CSM",
                                Priority.HIGH,
                                "manage_escalations"));
            }
        }
        return advice;
    }
}
