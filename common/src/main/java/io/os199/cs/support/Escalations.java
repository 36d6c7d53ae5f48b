package io.os199.cs.support;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.EscalationDao.Moved;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationChange;
import io.os199.cs.support.model.EscalationMove;
import io.os199.cs.support.model.EscalationStatus;
import io.os199.cs.support.model.NewEscalation;
import io.os199.cs.support.model.ResponseTimes;
import io.os199.cs.support.model.UpdateKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The only way to open and move escalations, for every caller: it writes the row, its updates, the timeline, the
 * audit log and the client's stored answers in the caller's transaction.
 */
public final class Escalations {
    private static final String PREFIX = "escalation";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Escalations(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /** The state of an escalation, for a caller that tried a move not allowed from there or saw an older version. */
    public record Standing(
            String escalationId,
            EscalationStatus status,
            int version,
            List<EscalationMove> allowedActions) {
        static Standing of(Escalation escalation) {
            return new Standing(
                    escalation.escalationId(),
                    escalation.status(),
                    escalation.version(),
                    escalation.status().allowed());
        }
    }

    /** The unsolved escalation of a ticket. */
    public record Unsolved(String escalationId) {}

    /**
     * Opens an escalation of an existing client; its clocks start at once.
     *
     * @return refused where the ticket is not one of the client's or already has an unsolved escalation; in the
     *     latter case the refusal shows {@link Unsolved}
     */
    public Answer<Escalation> open(Transaction tx, NewEscalation order, Doing doing) {
        Instant now = doing.now();
        EscalationDao dao = tx.dao(EscalationDao.class);
        Optional<Refusal> refusal = ticketRefusal(dao, order);
        if (refusal.isPresent()) {
            return Answer.refused(refusal.get());
        }
        String escalationId = TypeId.next(PREFIX);
        ResponseTimes times = ResponseTimes.of(order.severity());
        dao.insert(
                order,
                escalationId,
                doing.actor().principal(),
                now.plus(times.acknowledge()),
                now.plus(times.resolve()),
                now);
        Escalation opened = stored(dao, escalationId, now);
        tell(
                tx,
                opened,
                "Escalation opened",
                Map.of("severity", order.severity()),
                Impact.NEGATIVE,
                doing);
        finish(tx, opened, "create escalation", doing);
        return Answer.of(opened);
    }

    private static Optional<Refusal> ticketRefusal(EscalationDao dao, NewEscalation order) {
        String ticketId = order.ticketId();
        if (ticketId == null) {
            return Optional.empty();
        }
        Optional<String> client = dao.lockTicket(ticketId, order.clientId());
        if (client.isEmpty()) {
            return Optional.of(
                    Refusal.notFound("ticket_id", "There is no ticket with this ticket_id")
                            .expected("the id of a ticket of this client, or leave it out"));
        }
        if (!client.get().equals(order.clientId())) {
            return Optional.of(
                    Refusal.invalid(
                            "ticket_id",
                            "ticket_id is a ticket of another client, "
                                    + client.get()
                                    + ", not of "
                                    + order.clientId(),
                            "the id of a ticket of this client, or leave it out"));
        }
        return dao.unsolvedOf(order.clientId(), ticketId).map(Escalations::taken);
    }

    private static Refusal taken(String escalationId) {
        return Refusal.conflict(
                        "The ticket has an escalation that is not solved, "
                                + escalationId
                                + ": work on that one")
                .field("ticket_id")
                .hint("Add a note to it with action update and its version")
                .detail(new Unsolved(escalationId));
    }

    /**
     * Changes an escalation.
     *
     * @return the escalation afterwards; an update that changes nothing leaves it as it is
     */
    public Answer<Escalation> change(Transaction tx, EscalationChange change, Doing doing) {
        EscalationDao dao = tx.dao(EscalationDao.class);
        if (dao.lock(change.escalationId()).isEmpty()) {
            return Answer.refused(unknown());
        }
        Escalation found = stored(dao, change.escalationId(), doing.now());
        if (found.version() != change.version()) {
            return Answer.refused(stale(found, change));
        }
        if (!found.status().allowed().contains(change.move())) {
            return Answer.refused(notAllowed(found, change.move()));
        }
        return switch (change.move()) {
            case ACKNOWLEDGE -> acknowledge(tx, found, doing);
            case UPDATE -> update(tx, found, change, doing);
            case RESOLVE -> resolve(tx, found, change, doing);
            case REOPEN -> reopen(tx, found, change, doing);
            case CLOSE -> close(tx, found, doing);
        };
    }

    /** Returns the unsolved escalation of a ticket. */
    public static Optional<String> unsolvedOf(Transaction tx, String clientId, String ticketId) {
        return tx.dao(EscalationDao.class).unsolvedOf(clientId, ticketId);
    }

    /** Returns the escalation with that id; refused where there is none. */
    public static Answer<Escalation> find(Transaction tx, String escalationId, LocalDate today) {
        return tx.dao(EscalationDao.class)
                .find(escalationId, today)
                .<Answer<Escalation>>map(Answer::of)
                .orElseGet(() -> Answer.refused(unknown()));
    }

    private Answer<Escalation> acknowledge(Transaction tx, Escalation found, Doing doing) {
        EscalationSla.settle(tx, timeline, found.escalationId(), doing.now(), doing.source());
        Moved moved =
                Moved.unsolved(
                        EscalationStatus.ACKNOWLEDGED,
                        found.severity(),
                        found.owner(),
                        doing.now(),
                        found.acknowledgeDueAt(),
                        found.dueAt(),
                        found.reopenedCount());
        return moved(tx, found, moved, null, "Escalation acknowledged", Impact.NEUTRAL, doing);
    }

    /** Updates an escalation. A note counts as work on it; a new owner or severity alone does not. */
    private Answer<Escalation> update(
            Transaction tx, Escalation found, EscalationChange change, Doing doing) {
        Instant now = doing.now();
        Severity severity = Objects.requireNonNullElse(change.severity(), found.severity());
        String owner = change.owner() == null ? found.owner() : change.owner();
        String note = change.noteText();
        boolean reowned = !Objects.equals(owner, found.owner());
        boolean rated = severity != found.severity();
        if (note == null && !reowned && !rated) {
            return Answer.of(found);
        }
        EscalationSla.settle(tx, timeline, found.escalationId(), now, doing.source());
        ResponseTimes times = ResponseTimes.of(severity);
        Instant acknowledged = found.acknowledgedAt();
        Moved moved =
                Moved.unsolved(
                        note == null ? found.status() : EscalationStatus.IN_PROGRESS,
                        severity,
                        owner,
                        acknowledged == null && note != null ? now : acknowledged,
                        rated
                                ? found.openedAt().plus(times.acknowledge())
                                : found.acknowledgeDueAt(),
                        rated ? found.resolveStartedAt().plus(times.resolve()) : found.dueAt(),
                        found.reopenedCount());
        EscalationDao dao = tx.dao(EscalationDao.class);
        if (rated) {
            String text =
                    "Severity %s, was %s"
                            .formatted(WireName.of(severity), WireName.of(found.severity()));
            add(dao, found, UpdateKind.SEVERITY, null, text, doing);
        }
        if (reowned) {
            String was = found.owner() == null ? "nobody" : found.owner();
            add(
                    dao,
                    found,
                    UpdateKind.OWNER,
                    null,
                    "Owner %s, was %s".formatted(owner, was),
                    doing);
        }
        if (note != null) {
            boolean moves = found.status() != EscalationStatus.IN_PROGRESS;
            add(
                    dao,
                    found,
                    moves ? UpdateKind.STATUS : UpdateKind.NOTE,
                    moves ? EscalationStatus.IN_PROGRESS : null,
                    note,
                    doing);
        }
        dao.move(moved, found.clientId(), found.escalationId(), now);
        Escalation after = stored(dao, found.escalationId(), now);
        Map<String, Object> detail = new HashMap<>();
        if (rated) {
            detail.put("severity", severity);
            detail.put("previous_severity", found.severity());
        }
        if (moved.status() != found.status()) {
            detail.put("status", moved.status());
        }
        boolean worse = severity.compareTo(found.severity()) < 0;
        tell(
                tx,
                after,
                rated ? "Escalation's severity changed" : "Escalation updated",
                detail,
                worse ? Impact.NEGATIVE : Impact.NEUTRAL,
                doing);
        finish(tx, after, "update escalation", doing);
        return Answer.of(after);
    }

    /** Resolves an escalation, which also acknowledges it. */
    private Answer<Escalation> resolve(
            Transaction tx, Escalation found, EscalationChange change, Doing doing) {
        Instant now = doing.now();
        EscalationSla.settle(tx, timeline, found.escalationId(), now, doing.source());
        Moved moved =
                new Moved(
                        EscalationStatus.RESOLVED,
                        found.severity(),
                        found.owner(),
                        found.acknowledgedAt() == null ? now : found.acknowledgedAt(),
                        found.acknowledgeDueAt(),
                        found.dueAt(),
                        now,
                        null,
                        change.rootCause(),
                        change.resolutionText(),
                        found.reopenedCount());
        return moved(
                tx,
                found,
                moved,
                change.resolutionText(),
                "Escalation resolved",
                Impact.POSITIVE,
                doing);
    }

    /** Reopens an escalation: it gets a new clock and loses its resolution, whose text remains in its updates. */
    private Answer<Escalation> reopen(
            Transaction tx, Escalation found, EscalationChange change, Doing doing) {
        String ticketId = found.ticketId();
        if (ticketId != null) {
            EscalationDao dao = tx.dao(EscalationDao.class);
            dao.lockTicket(ticketId, found.clientId());
            Optional<String> other = dao.unsolvedOf(found.clientId(), ticketId);
            if (other.isPresent()) {
                return Answer.refused(taken(other.get()));
            }
        }
        Moved moved =
                Moved.unsolved(
                        EscalationStatus.IN_PROGRESS,
                        found.severity(),
                        found.owner(),
                        found.acknowledgedAt(),
                        found.acknowledgeDueAt(),
                        doing.now().plus(found.times().resolve()),
                        found.reopenedCount() + 1);
        return moved(
                tx, found, moved, change.noteText(), "Escalation reopened", Impact.NEGATIVE, doing);
    }

    private Answer<Escalation> close(Transaction tx, Escalation found, Doing doing) {
        Moved moved =
                new Moved(
                        EscalationStatus.CLOSED,
                        found.severity(),
                        found.owner(),
                        found.acknowledgedAt(),
                        found.acknowledgeDueAt(),
                        found.dueAt(),
                        found.resolvedAt(),
                        doing.now(),
                        found.rootCause(),
                        found.resolutionText(),
                        found.reopenedCount());
        return moved(tx, found, moved, null, "Escalation closed", Impact.NEUTRAL, doing);
    }

    private Answer<Escalation> moved(
            Transaction tx,
            Escalation found,
            Moved moved,
            @Nullable String bodyText,
            String title,
            Impact impact,
            Doing doing) {
        Instant now = doing.now();
        EscalationDao dao = tx.dao(EscalationDao.class);
        dao.move(moved, found.clientId(), found.escalationId(), now);
        add(dao, found, UpdateKind.STATUS, moved.status(), bodyText, doing);
        Escalation after = stored(dao, found.escalationId(), now);
        Map<String, Object> detail = new HashMap<>();
        detail.put("status", moved.status());
        if (moved.rootCause() != null) {
            detail.put("root_cause", moved.rootCause());
        }
        tell(tx, after, title, detail, impact, doing);
        finish(tx, after, title.toLowerCase(Locale.ROOT), doing);
        return Answer.of(after);
    }

    private static void add(
            EscalationDao dao,
            Escalation found,
            UpdateKind kind,
            @Nullable EscalationStatus to,
            @Nullable String bodyText,
            Doing doing) {
        dao.addUpdate(
                found.clientId(),
                found.escalationId(),
                doing.actor().principal(),
                kind,
                to == null ? null : found.status(),
                to,
                bodyText,
                doing.now());
    }

    private void tell(
            Transaction tx,
            Escalation escalation,
            String title,
            Map<String, Object> detail,
            Impact impact,
            Doing doing) {
        timeline.record(
                tx,
                new TimelineEvent(
                        escalation.clientId(),
                        doing.now(),
                        timeline.newId(),
                        EventType.ESCALATION,
                        title,
                        detail,
                        impact,
                        false,
                        doing.actor().principal(),
                        doing.source(),
                        escalation.escalationId()));
    }

    private void finish(Transaction tx, Escalation escalation, String action, Doing doing) {
        answers.changed(tx, escalation.clientId());
        audit.record(
                tx,
                AuditEntry.done(
                        doing, action, List.of(escalation.clientId(), escalation.escalationId())));
    }

    private static Escalation stored(EscalationDao dao, String escalationId, Instant now) {
        return dao.find(escalationId, LocalDate.ofInstant(now, ZoneOffset.UTC)).orElseThrow();
    }

    private static Refusal unknown() {
        return Refusal.notFound("escalation_id", "There is no escalation with this escalation_id")
                .expected("the escalation_id of an escalation")
                .hint("Find it with action list and client_id");
    }

    private static Refusal stale(Escalation found, EscalationChange change) {
        return Refusal.stale(
                        "the escalation",
                        change.version(),
                        found.version(),
                        WireName.of(found.status()))
                .detail(Standing.of(found));
    }

    private static Refusal notAllowed(Escalation found, EscalationMove move) {
        List<EscalationMove> allowed = found.status().allowed();
        String names = allowed.stream().map(WireName::of).collect(Collectors.joining(", "));
        String instead = allowed.isEmpty() ? "nothing; open a new one with action create" : names;
        return Refusal.failedPrecondition(
                        "The escalation is %s, from which there is no %s; allowed is %s"
                                .formatted(WireName.of(found.status()), WireName.of(move), instead))
                .field("action")
                .expected(allowed.isEmpty() ? "create" : names)
                .detail(Standing.of(found));
    }
}
