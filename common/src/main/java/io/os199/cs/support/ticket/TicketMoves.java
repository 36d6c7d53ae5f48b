package io.os199.cs.support.ticket;

import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Impact;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.support.Escalations;
import io.os199.cs.support.model.NewEscalation;
import io.os199.cs.support.model.SlaPromise;
import io.os199.cs.support.model.Teams;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** What can be done with a locked ticket, with all its effects. */
final class TicketMoves {
    private static final Duration RATED_WITHIN = Duration.ofDays(30);

    private final Teams teams;
    private final TicketDesk desk;
    private final TicketSteps steps;
    private final Escalations escalations;

    TicketMoves(Teams teams, TicketDesk desk, Escalations escalations) {
        this.teams = teams;
        this.desk = desk;
        this.steps = new TicketSteps(desk);
        this.escalations = escalations;
    }

    Answer<ClockedTicket> update(
            Transaction tx, ClockedTicket stored, TicketChange change, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (edit.status == TicketStatus.CLOSED) {
            return Answer.refused(
                    TicketRefusals.notAllowed(
                            stored.ticket(),
                            edit.status,
                            Objects.requireNonNullElse(change.status(), TicketStatus.IN_PROGRESS),
                            doing.now()));
        }
        describe(tx, edit, change, doing.now());
        return assigned(tx, edit, change.agent(), doing.now())
                .then(assigned -> noted(tx, edit, change.note(), null, doing))
                .then(noted -> went(tx, edit, change.status(), doing))
                .map(went -> finished(tx, edit, "update ticket", doing));
    }

    /**
     * Changes category, priority and tags; the team follows from category and priority, the promise from the
     * priority.
     */
    private void describe(Transaction tx, TicketEdit edit, TicketChange change, Instant now) {
        TicketPriority priority = Objects.requireNonNullElse(change.priority(), edit.priority);
        TicketCategory category = Objects.requireNonNullElse(change.category(), edit.category);
        if (priority != edit.priority || category != edit.category) {
            edit.category = category;
            prioritise(tx, edit, priority, now);
            edit.team = teams.of(category, priority);
        }
        if (change.tags() != null) {
            edit.tags = change.tags();
            edit.pushed.add("tags");
        }
    }

    private static void prioritise(
            Transaction tx, TicketEdit edit, TicketPriority priority, Instant now) {
        if (priority == edit.priority) {
            return;
        }
        boolean isMoreUrgent = priority.isMoreUrgentThan(edit.priority);
        edit.priority = priority;
        edit.pushed.add("priority");
        SlaPromise promise = Tickets.promise(tx, edit);
        if (promise != null) {
            edit.clock(clock -> clock.promised(promise, isMoreUrgent, now));
        }
    }

    private static Answer<TicketEdit> assigned(
            Transaction tx, TicketEdit edit, @Nullable String agent, Instant now) {
        if (agent == null) {
            return Answer.of(edit);
        }
        return Assignees.taking(tx, agent, edit.before.ticketId())
                .map(
                        agentId -> {
                            if (!agentId.equals(edit.agentId)) {
                                edit.agentId = agentId;
                                edit.assignedAt = now;
                                edit.pushed.add("assignee");
                            }
                            return edit;
                        });
    }

    /**
     * Writes a note, which may move the ticket.
     *
     * @param author the author of an agent's note, by id, name or address
     */
    private Answer<TicketEdit> noted(
            Transaction tx,
            TicketEdit edit,
            TicketChange.@Nullable Note note,
            @Nullable String author,
            Doing doing) {
        if (note == null) {
            return Answer.of(edit);
        }
        if (author == null) {
            return Answer.of(
                    said(tx, edit, note, note.isOfCustomer() ? null : edit.agentId, doing));
        }
        return Assignees.find(tx, Assignees.FIELD, author)
                .map(agentId -> said(tx, edit, note, agentId, doing));
    }

    private TicketEdit said(
            Transaction tx,
            TicketEdit edit,
            TicketChange.Note note,
            @Nullable String agentId,
            Doing doing) {
        tx.dao(TicketDao.class)
                .comment(
                        edit.before.clientId(),
                        edit.before.ticketId(),
                        TypeId.next("comment"),
                        note.isOfCustomer() ? "customer" : "agent",
                        agentId,
                        note.isPublic(),
                        note.contentText(),
                        doing.now());
        edit.pushed.add("comment");
        if (note.isOfCustomer()) {
            steps.asked(tx, edit, doing);
        } else if (note.isPublic()) {
            steps.answered(tx, edit, doing);
        }
        return edit;
    }

    private Answer<TicketEdit> went(
            Transaction tx, TicketEdit edit, @Nullable TicketStatus to, Doing doing) {
        if (to == null || to == edit.status) {
            return Answer.of(edit);
        }
        boolean isReopening = edit.status.isDone() && !to.isDone();
        if (isReopening || !edit.status.next().contains(to)) {
            return Answer.refused(
                    TicketRefusals.notAllowed(edit.before, edit.status, to, doing.now()));
        }
        if (to == TicketStatus.WAITING_ON_CUSTOMER && edit.firstResponseAt == null) {
            return Answer.refused(TicketRefusals.unsaid(edit.before, doing.now()));
        }
        steps.go(tx, edit, to, doing);
        return Answer.of(edit);
    }

    Answer<ClockedTicket> resolve(
            Transaction tx, ClockedTicket stored, TicketChange change, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (edit.status.isDone()) {
            return Answer.refused(
                    TicketRefusals.notAllowed(
                            stored.ticket(), edit.status, TicketStatus.RESOLVED, doing.now()));
        }
        return noted(tx, edit, change.note(), null, doing)
                .then(
                        noted -> {
                            edit.resolutionText = change.resolutionText();
                            return went(tx, edit, TicketStatus.RESOLVED, doing);
                        })
                .map(went -> finished(tx, edit, "resolve ticket", doing));
    }

    Answer<ClockedTicket> close(Transaction tx, ClockedTicket stored, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (edit.status != TicketStatus.RESOLVED) {
            return Answer.refused(
                    TicketRefusals.notAllowed(
                            stored.ticket(), edit.status, TicketStatus.CLOSED, doing.now()));
        }
        steps.go(tx, edit, TicketStatus.CLOSED, doing);
        return Answer.of(finished(tx, edit, "close ticket", doing));
    }

    Answer<ClockedTicket> reopen(Transaction tx, ClockedTicket stored, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (!edit.status.isDone()) {
            return Answer.refused(
                    TicketRefusals.notAllowed(
                            stored.ticket(), edit.status, TicketStatus.OPEN, doing.now()));
        }
        if (stored.ticket().next(doing.now()).isEmpty()) {
            return Answer.refused(TicketRefusals.tooOld(stored.ticket(), doing.now()));
        }
        steps.go(tx, edit, TicketStatus.OPEN, doing);
        return Answer.of(finished(tx, edit, "reopen ticket", doing));
    }

    Answer<ClockedTicket> escalate(
            Transaction tx, ClockedTicket stored, String reason, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (edit.status.isDone()) {
            return Answer.refused(
                    Refusal.failedPrecondition("The ticket is solved; there is nothing to escalate")
                            .hint("Reopen it first with action reopen")
                            .detail(TicketRefusals.Standing.of(stored.ticket(), doing.now())));
        }
        prioritise(tx, edit, edit.priority.escalated(), doing.now());
        edit.team = teams.escalation();
        if (edit.agentId != null) {
            edit.agentId = null;
            edit.pushed.add("assignee");
        }
        if (edit.escalatedAt == null) {
            edit.escalatedAt = doing.now();
        }
        edit.escalationReason = reason;
        Ticket ticket = stored.ticket();
        Answer<Boolean> escalated =
                Escalations.unsolvedOf(tx, ticket.clientId(), ticket.ticketId()).isPresent()
                        ? Answer.of(true)
                        : escalations
                                .open(
                                        tx,
                                        new NewEscalation(
                                                ticket.clientId(),
                                                edit.priority.severity(),
                                                "Support ticket escalated",
                                                reason,
                                                ticket.ticketId(),
                                                null),
                                        doing)
                                .map(opened -> true);
        return escalated.map(
                done -> {
                    desk.tell(
                            tx,
                            ticket,
                            "Ticket escalated",
                            Map.of("priority", edit.priority),
                            Impact.NEGATIVE,
                            doing);
                    return finished(tx, edit, "escalate ticket", doing);
                });
    }

    Answer<ClockedTicket> comment(
            Transaction tx, ClockedTicket stored, TicketChange change, Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        return noted(tx, edit, change.note(), change.agent(), doing)
                .map(noted -> finished(tx, edit, "comment on ticket", doing));
    }

    Answer<ClockedTicket> rate(
            Transaction tx,
            ClockedTicket stored,
            int satisfaction,
            @Nullable String commentText,
            Doing doing) {
        TicketEdit edit = new TicketEdit(stored);
        if (!edit.status.isDone()) {
            return Answer.refused(TicketRefusals.notRated(stored.ticket(), doing.now()));
        }
        Instant ratedAt = edit.satisfactionAt;
        if (ratedAt != null && doing.now().isAfter(ratedAt.plus(RATED_WITHIN))) {
            return Answer.refused(TicketRefusals.ratedLongAgo(stored.ticket(), doing.now()));
        }
        edit.satisfaction = satisfaction;
        edit.satisfactionAt = doing.now();
        edit.satisfactionCommentText = commentText;
        desk.tell(
                tx,
                stored.ticket(),
                "Ticket rated",
                Map.of("satisfaction", satisfaction),
                satisfaction >= 4
                        ? Impact.POSITIVE
                        : satisfaction <= 2 ? Impact.NEGATIVE : Impact.NEUTRAL,
                doing);
        return Answer.of(finished(tx, edit, "rate ticket", doing));
    }

    private ClockedTicket finished(Transaction tx, TicketEdit edit, String action, Doing doing) {
        ClockedTicket after = desk.write(tx, edit, doing);
        desk.finish(tx, after.ticket(), action, doing);
        return after;
    }
}
