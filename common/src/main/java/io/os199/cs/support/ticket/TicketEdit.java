package io.os199.cs.support.ticket;

import io.os199.cs.support.model.StoredClock;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketClock;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A ticket during an edit: it starts as stored, and is written when the edit is complete. */
final class TicketEdit {
    final Ticket before;
    final StoredClock clockBefore;
    TicketPriority priority;
    TicketCategory category;
    TicketStatus status;
    @Nullable String agentId;
    @Nullable String team;
    List<String> tags;
    @Nullable Instant assignedAt;
    @Nullable Instant firstResponseAt;
    @Nullable Instant resolvedAt;
    @Nullable Instant closedAt;
    @Nullable String resolutionText;
    @Nullable Integer satisfaction;
    @Nullable Instant satisfactionAt;
    @Nullable String satisfactionCommentText;
    @Nullable Instant escalatedAt;
    @Nullable String escalationReason;
    int reopenCount;
    @Nullable TicketClock clock;

    /** The changed fields to report to another system. */
    final List<String> pushed = new ArrayList<>();

    TicketEdit(ClockedTicket stored) {
        before = stored.ticket();
        clock = stored.clock();
        clockBefore = storedClock();
        priority = before.priority();
        category = before.category();
        status = before.status();
        agentId = before.agentId();
        team = before.team();
        tags = before.tags();
        assignedAt = before.assignedAt();
        firstResponseAt = before.firstResponseAt();
        resolvedAt = before.resolvedAt();
        closedAt = before.closedAt();
        resolutionText = before.resolutionText();
        satisfaction = before.satisfaction();
        satisfactionAt = before.satisfactionAt();
        satisfactionCommentText = before.satisfactionCommentText();
        escalatedAt = before.escalatedAt();
        escalationReason = before.escalationReason();
        reopenCount = before.reopenCount();
    }

    /** Applies a change to the clock, if there is one. */
    void clock(UnaryOperator<TicketClock> move) {
        if (clock != null) {
            clock = move.apply(clock);
        }
    }

    /** Records that an agent has answered the customer. */
    void answered(Instant at) {
        clock(clock -> clock.answered(at));
        if (firstResponseAt == null) {
            firstResponseAt = at;
        }
    }

    StoredClock storedClock() {
        return clock == null ? StoredClock.NONE : StoredClock.of(clock);
    }

    /** Returns the columns to write. */
    TicketDao.State state() {
        return new TicketDao.State(
                before.clientId(),
                before.ticketId(),
                priority,
                category,
                status,
                agentId,
                team,
                tags,
                assignedAt,
                firstResponseAt,
                resolvedAt,
                closedAt,
                resolutionText,
                satisfaction,
                satisfactionAt,
                satisfactionCommentText,
                escalatedAt,
                escalationReason,
                reopenCount,
                before.told() != null && !pushed.isEmpty()
                        ? SyncState.PENDING
                        : before.syncState());
    }
}
