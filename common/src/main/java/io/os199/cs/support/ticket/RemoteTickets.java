package io.os199.cs.support.ticket;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketPriority;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tickets that another system has: what it reports about them is stored, many at once, and their clocks are computed
 * from the history stored by then ({@link RemoteClock}). An older report never overwrites a newer one, and none
 * overwrites a change of ours that has not been reported to the other system yet.
 */
public final class RemoteTickets {
    private final Timeline timeline;
    private final Touchpoints touchpoints;
    private final ClientAnswers answers;
    private final TicketDesk desk;
    private final TicketSteps steps;
    private final Clock clock;

    public RemoteTickets(
            Timeline timeline, Touchpoints touchpoints, ClientAnswers answers, Clock clock) {
        this.timeline = timeline;
        this.touchpoints = touchpoints;
        this.answers = answers;
        this.desk = new TicketDesk(timeline, new AuditLog(clock), answers);
        this.steps = new TicketSteps(desk);
        this.clock = clock;
    }

    /**
     * A ticket as its own system has it.
     *
     * @param team absent where the system does not say
     * @param satisfaction absent to leave what is stored
     * @param satisfactionScale {@code binary} or {@code five_point}; absent where there is no satisfaction
     * @param isCustomers whether the customer opened it
     */
    public record Remote(
            String clientId,
            String externalId,
            String subject,
            String descriptionText,
            TicketPriority priority,
            TicketCategory category,
            TicketStatus status,
            @Nullable String requesterEmail,
            @Nullable String requesterName,
            @Nullable String agentId,
            @Nullable String team,
            List<String> tags,
            Instant openedAt,
            Instant remoteUpdatedAt,
            @Nullable Integer satisfaction,
            @Nullable String satisfactionScale,
            @Nullable String satisfactionCommentText,
            boolean isCustomers,
            boolean deleted) {}

    /** A comment in another system. */
    public record RemoteComment(
            String ticket,
            String externalId,
            Author authorType,
            @Nullable String agentId,
            @Nullable String email,
            boolean isPublic,
            String contentText,
            Instant at) {}

    /** The kind of author. */
    public enum Author {
        AGENT,
        CUSTOMER,
        SYSTEM
    }

    /**
     * A change of status in another system.
     *
     * @param ticket the ticket's id in the other system
     * @param eventId the event's id in the other system
     * @param to {@link TicketStatus#IN_PROGRESS} is stored as open if the ticket has no agent
     */
    public record RemoteStatus(
            String ticket,
            String eventId,
            @Nullable TicketStatus from,
            TicketStatus to,
            Instant at) {}

    /** The place where a ticket of another system is stored here. */
    public record Known(
            String externalId,
            String clientId,
            String ticketId,
            TicketSource source,
            SyncState syncState) {}

    /**
     * The numbers of rows inserted, updated and left unchanged.
     *
     * @param firstOpenedAt when the earliest of the new tickets was opened, not counting those that were another
     *     client's before; absent where there is none
     */
    public record Stored(
            int inserted, int updated, int unchanged, @Nullable Instant firstOpenedAt) {}

    /** Whether a change of ours that has not been reported yet is kept, or the other system's data wins. */
    public enum Pending {
        KEPT,
        OVERWRITTEN
    }

    /** Returns which tickets of another system are stored here, by that system's ids. */
    public Map<String, Known> known(
            Transaction tx, TicketSource source, Collection<String> externalIds) {
        Map<String, Known> known = new HashMap<>();
        tx.dao(RemoteTicketDao.class)
                .known(source, externalIds.toArray(String[]::new))
                .forEach(each -> known.putIfAbsent(each.externalId(), each));
        return known;
    }

    /** Returns which of the ticket ids are those of our own tickets, with their clients. */
    public Map<String, String> ours(Transaction tx, Collection<String> ticketIds) {
        Map<String, String> ours = new HashMap<>();
        tx.dao(RemoteTicketDao.class)
                .ours(ticketIds.stream().map(RemoteTickets::storable).toArray(String[]::new))
                .forEach(each -> ours.put(each.ticketId(), each.clientId()));
        return ours;
    }

    /** Stores tickets; a ticket that now belongs to another client moves there with its history. */
    public Stored store(
            Transaction tx, TicketSource source, Collection<Remote> tickets, Pending pending) {
        if (tickets.isEmpty()) {
            return new Stored(0, 0, 0, null);
        }
        RemoteTicketDao dao = tx.dao(RemoteTicketDao.class);
        Instant now = now();
        // In a fixed order, so that two concurrent calls wait for each other without a deadlock.
        List<Remote> sorted =
                tickets.stream()
                        .map(RemoteTickets::storable)
                        .sorted(
                                Comparator.comparing(Remote::clientId)
                                        .thenComparing(Remote::externalId))
                        .toList();
        String given =
                Json.write(
                        sorted.stream()
                                .map(each -> new NewRow(TypeId.next("ticket"), each))
                                .toList());
        List<RemoteTicketDao.Moved> moved = dao.leave(source, given, now);
        List<RemoteTicketDao.Written> written =
                dao.upsert(source, given, pending == Pending.OVERWRITTEN, now);
        for (RemoteTicketDao.Moved each : moved) {
            dao.follow(source, each.externalId(), each.clientId(), each.ticketId());
            dao.followStatus(source, each.externalId(), each.clientId(), each.ticketId());
        }
        Set<RemoteTicketDao.Key> keys = new HashSet<>();
        Set<String> clients = new HashSet<>();
        moved.forEach(each -> clients.add(each.clientId()));
        Set<String> movedIds =
                moved.stream().map(RemoteTicketDao.Moved::externalId).collect(Collectors.toSet());
        List<Instant> opened = new ArrayList<>();
        int inserted = 0;
        for (RemoteTicketDao.Written each : written) {
            keys.add(new RemoteTicketDao.Key(each.clientId(), each.ticketId()));
            inserted += each.isNew() ? 1 : 0;
            if (each.isNew() && !movedIds.contains(each.externalId())) {
                opened.add(each.openedAt());
            }
        }
        Set<String> asked =
                sorted.stream()
                        .filter(Remote::isCustomers)
                        .map(Remote::externalId)
                        .collect(Collectors.toSet());
        engaged(
                tx,
                written.stream().filter(each -> each.isNew() && asked.contains(each.externalId())),
                RemoteTicketDao.Written::clientId,
                RemoteTicketDao.Written::openedAt);
        RemoteClock.rewind(tx, keys, now);
        keys.forEach(each -> clients.add(each.clientId()));
        changed(tx, clients);
        return new Stored(
                inserted,
                written.size() - inserted,
                sorted.size() - written.size(),
                opened.stream().min(Comparator.naturalOrder()).orElse(null));
    }

    /** A ticket with the id that it gets if its row is new. */
    record NewRow(String ticketId, Remote ticket) {}

    /**
     * Stores comments and status changes, each event once; events of tickets that are not stored here are ignored.
     *
     * @return how many were new
     */
    public int tell(
            Transaction tx,
            TicketSource source,
            List<RemoteComment> comments,
            List<RemoteStatus> statuses) {
        RemoteTicketDao dao = tx.dao(RemoteTicketDao.class);
        List<RemoteTicketDao.Key> told = new ArrayList<>();
        if (!comments.isEmpty()) {
            List<NewComment> rows =
                    comments.stream()
                            .map(each -> new NewComment(TypeId.next("comment"), storable(each)))
                            .toList();
            List<RemoteTicketDao.Said> said = dao.comment(source, Json.write(rows));
            said.forEach(
                    each -> told.add(new RemoteTicketDao.Key(each.clientId(), each.ticketId())));
            said.stream()
                    .filter(RemoteTicketDao.Said::isOurs)
                    .collect(
                            Collectors.groupingBy(
                                    RemoteTicketDao.Said::ticketId,
                                    TreeMap::new,
                                    Collectors.toList()))
                    .forEach((ticketId, words) -> move(tx, source, ticketId, words));
            engaged(
                    tx,
                    said.stream().filter(RemoteTicketDao.Said::isOfCustomer),
                    RemoteTicketDao.Said::clientId,
                    RemoteTicketDao.Said::at);
        }
        if (!statuses.isEmpty()) {
            told.addAll(dao.changed(source, Json.write(statuses)));
        }
        Set<RemoteTicketDao.Key> keys = Set.copyOf(told);
        RemoteClock.rewind(tx, keys, now());
        Set<String> clients = new HashSet<>();
        keys.forEach(each -> clients.add(each.clientId()));
        changed(tx, clients);
        return told.size();
    }

    /** Records when the customers of what was told last engaged, client by client in a fixed order. */
    private <T> void engaged(
            Transaction tx, Stream<T> told, Function<T, String> client, Function<T, Instant> at) {
        told.collect(
                        Collectors.toMap(
                                client,
                                at,
                                BinaryOperator.maxBy(Comparator.naturalOrder()),
                                TreeMap::new))
                .forEach((clientId, last) -> touchpoints.engaged(tx, clientId, last));
    }

    /**
     * Moves one of our tickets as if the comments had been written here, at the time of each; a comment from before
     * the ticket's last status change no longer moves it. Nothing is reported to the other system, since it already
     * knows.
     */
    private void move(
            Transaction tx, TicketSource source, String ticketId, List<RemoteTicketDao.Said> said) {
        if (!(TicketDesk.hold(tx, ticketId) instanceof Answer.Ok<ClockedTicket>(var stored))) {
            return;
        }
        Actor actor = new Actor(WireName.of(source), null);
        TicketEdit edit = new TicketEdit(stored);
        said.stream()
                .sorted(Comparator.comparing(RemoteTicketDao.Said::at))
                .forEach(
                        each -> {
                            Doing doing = new Doing(actor, actor.principal(), each.at());
                            Instant changedAt = each.changedAt();
                            boolean isPast = changedAt != null && each.at().isBefore(changedAt);
                            if (each.isAnswer() && isPast) {
                                edit.answered(each.at());
                            } else if (each.isAnswer()) {
                                steps.answered(tx, edit, doing);
                            } else if (each.isOfCustomer() && !isPast) {
                                steps.asked(tx, edit, doing);
                            }
                        });
        edit.pushed.clear();
        desk.write(tx, edit, new Doing(actor, actor.principal(), now()));
    }

    /** A comment with the id that it gets if its row is new. */
    record NewComment(String commentId, RemoteComment comment) {}

    /** Records that the other system no longer has the ticket. */
    public void deleted(Transaction tx, TicketSource source, String externalId) {
        changed(tx, Set.copyOf(tx.dao(RemoteTicketDao.class).delete(source, externalId, now())));
    }

    /** Records the id that one of our tickets has in another system. */
    public void linked(Transaction tx, String clientId, String ticketId, String externalId) {
        tx.dao(RemoteTicketDao.class).link(clientId, ticketId, externalId, now());
    }

    /**
     * Records which of the other system's comments is ours, even if it was read from there before this became known.
     */
    public void recognised(Transaction tx, String clientId, String commentId, String externalId) {
        RemoteTicketDao dao = tx.dao(RemoteTicketDao.class);
        dao.forgetTwin(clientId, commentId, externalId);
        RemoteClock.rewind(tx, dao.recognise(clientId, commentId, externalId), now());
    }

    /**
     * Records that a dead item of the outbox held a comment that never reached the other system. The comment is not
     * an answer until it is sent again; this is noted on the timeline.
     */
    public void unsent(Transaction tx, TicketSource system, String clientId, String itemId) {
        List<RemoteTicketDao.Key> keys = tx.dao(RemoteTicketDao.class).unsent(clientId, itemId);
        RemoteClock.rewind(tx, keys, now());
        for (RemoteTicketDao.Key each : keys) {
            note(tx, system, clientId, each.ticketId(), "Comment on the ticket was not sent");
            changed(tx, Set.of(clientId));
        }
    }

    /** Records whether the other system has what is stored. */
    public void synced(Transaction tx, String clientId, String ticketId, SyncState state) {
        tx.dao(RemoteTicketDao.class).synced(clientId, ticketId, state, now());
        changed(tx, Set.of(clientId));
    }

    /**
     * Records that a dead item of the outbox held a change of status that the other system never made, so that it is
     * none.
     */
    public void unchanged(Transaction tx, TicketSource system, String clientId, String itemId) {
        RemoteClock.rewind(
                tx, tx.dao(RemoteTicketDao.class).unchanged(system, clientId, itemId), now());
    }

    /** Records on the timeline that a change of ours was lost, and why. */
    public void overruled(
            Transaction tx, TicketSource source, String clientId, String ticketId, String why) {
        note(tx, source, clientId, ticketId, why);
        changed(tx, Set.of(clientId));
    }

    private void note(
            Transaction tx, TicketSource system, String clientId, String ticketId, String title) {
        timeline.record(
                tx,
                new TimelineEvent(
                        clientId,
                        now(),
                        timeline.newId(),
                        EventType.NOTE,
                        title,
                        Map.of("system", system),
                        Impact.NEUTRAL,
                        false,
                        null,
                        WireName.of(system),
                        ticketId));
    }

    private void changed(Transaction tx, Set<String> clients) {
        if (!clients.isEmpty()) {
            answers.changedAll(tx, clients.stream().sorted().toList());
        }
    }

    private static Remote storable(Remote ticket) {
        return new Remote(
                ticket.clientId(),
                ticket.externalId(),
                storable(ticket.subject()),
                storable(ticket.descriptionText()),
                ticket.priority(),
                ticket.category(),
                ticket.status(),
                ticket.requesterEmail() == null ? null : storable(ticket.requesterEmail()),
                ticket.requesterName() == null ? null : storable(ticket.requesterName()),
                ticket.agentId(),
                ticket.team() == null ? null : storable(ticket.team()),
                ticket.tags().stream().map(RemoteTickets::storable).distinct().toList(),
                ticket.openedAt(),
                ticket.remoteUpdatedAt(),
                ticket.satisfaction(),
                ticket.satisfactionScale(),
                ticket.satisfactionCommentText() == null
                        ? null
                        : storable(ticket.satisfactionCommentText()),
                ticket.isCustomers(),
                ticket.deleted());
    }

    private static RemoteComment storable(RemoteComment comment) {
        return new RemoteComment(
                comment.ticket(),
                comment.externalId(),
                comment.authorType(),
                comment.agentId(),
                comment.email() == null ? null : storable(comment.email()),
                comment.isPublic(),
                storable(comment.contentText()),
                comment.at());
    }

    /** Removes NUL characters and replaces unpaired surrogates, neither of which PostgreSQL stores in text. */
    private static String storable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(each -> each != 0)
                .map(
                        each ->
                                each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE
                                        ? '\ufffd'
                                        : each)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
