package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.OutgoingTickets;
import io.os199.cs.support.ticket.OutgoingTickets.Outgoing;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.support.ticket.RemoteTickets.Pending;

import org.jspecify.annotations.Nullable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reports to Zendesk what happened to tickets here, including tickets that were opened here. Each call carries the
 * item's id, and an item in doubt is first looked for by that id. For Zendesk's own tickets its word counts: a change
 * that comes too late is not made, and the ticket is read.
 */
final class ZendeskOutbox implements OutboxDelivery {
    private static final String TICKETS = "/api/v2/tickets";
    private static final String TICKET = "/api/v2/tickets/{id}";
    private static final String AUDITS = "/api/v2/tickets/{id}/audits";

    /** The key under which the audits of a ticket keep the id of an item. */
    private static final String MARK = "outbox_id";

    private static final String OVERRULED = "409";
    private static final String REFUSED = "422";
    private static final int MOST_AUDIT_PAGES = 20;
    private static final int MOST_COLLISIONS = 3;

    /** How long something may have been unread when a change was made here: the time between two runs, plus one run. */
    private static final Duration UNREAD = Duration.ofMinutes(15);

    /** How long the key of a creation is relied on; Zendesk knows it for two hours. */
    private static final Duration KEY_KNOWN = Duration.ofMinutes(110);

    private final Database database;
    private final ZendeskCalls calls;
    private final ZendeskNotices notices;
    private final RemoteTickets tickets;
    private final SyncCursors cursors;
    private final Clock clock;

    ZendeskOutbox(
            Database database,
            ZendeskCalls calls,
            ZendeskNotices notices,
            RemoteTickets tickets,
            SyncCursors cursors,
            Clock clock) {
        this.database = database;
        this.calls = calls;
        this.notices = notices;
        this.tickets = tickets;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public OutboxOutcome deliver(OutboxItem item) {
        Optional<Outgoing> ticket =
                database.current(
                        tx ->
                                OutgoingTickets.find(
                                        tx, TicketSource.ZENDESK, item.clientId(), item.refId()));
        if (ticket.isEmpty()) {
            return new OutboxOutcome.Dead("ticket_gone");
        }
        return switch (item.operation()) {
            case "ticket_create" -> create(item, ticket.get());
            case "ticket_update" -> update(item, ticket.get());
            default -> new OutboxOutcome.Dead("unknown_operation");
        };
    }

    @Override
    public void givenUp(Transaction tx, OutboxItem item, String code) {
        tickets.unsent(tx, TicketSource.ZENDESK, item.clientId(), item.itemId());
        boolean isTheirs =
                OutgoingTickets.find(tx, TicketSource.ZENDESK, item.clientId(), item.refId())
                        .filter(ticket -> ticket.source().isMirrored())
                        .isPresent();
        if (isTheirs && (code.equals(OVERRULED) || code.equals(REFUSED))) {
            // What was read meanwhile is the state in Zendesk.
            tickets.unchanged(tx, TicketSource.ZENDESK, item.clientId(), item.itemId());
            tickets.overruled(
                    tx,
                    TicketSource.ZENDESK,
                    item.clientId(),
                    item.refId(),
                    code.equals(OVERRULED)
                            ? "Ticket was changed elsewhere first; our change was not taken"
                            : "Zendesk did not accept our change of the ticket");
            return;
        }
        tickets.synced(tx, item.clientId(), item.refId(), SyncState.FAILED);
        if (isTheirs) {
            readAgain(tx, item);
        }
    }

    /** Has tickets read again, because what Zendesk said of one while our change waited was ignored. */
    private void readAgain(Transaction tx, OutboxItem item) {
        cursors.back(
                tx,
                Integration.ZENDESK,
                ZendeskTickets.TICKETS.resource(),
                item.createdAt().minus(UNREAD));
    }

    private OutboxOutcome create(OutboxItem item, Outgoing ticket) {
        if (ticket.externalId() != null) {
            return OutboxOutcome.Done.of("known");
        }
        Instant since = item.inDoubtSince();
        if (since != null && !clock.instant().isBefore(since.plus(KEY_KNOWN))) {
            VendorAnswer answer =
                    calls.once(
                            VendorRequest.get(
                                    TICKETS,
                                    TICKETS
                                            + "?external_id="
                                            + URLEncoder.encode(
                                                    item.refId(), StandardCharsets.UTF_8)));
            JsonNode body = AnswerBody.object(answer);
            if (body == null || !body.path("tickets").isArray()) {
                return unread(answer);
            }
            String id = ZendeskPeople.text(body.path("tickets").path(0).path("id"));
            if (id != null) {
                return linked(item, id, body.path("tickets").path(0));
            }
        }
        VendorAnswer answer =
                calls.once(
                        new VendorRequest(
                                "POST",
                                TICKETS,
                                TICKETS,
                                Map.of("Idempotency-Key", item.itemId()),
                                Json.write(Map.of("ticket", opened(item, ticket)))));
        JsonNode body = AnswerBody.object(answer);
        JsonNode made = body == null ? null : body.path("ticket");
        String id = made == null ? null : ZendeskPeople.text(made.path("id"));
        if (made != null && id != null) {
            return linked(item, id, made);
        }
        return switch (answer) {
            case VendorAnswer.Done _ -> new OutboxOutcome.Later("no_ticket", null, true);
            case VendorAnswer.Conflict _ -> collided(item);
            default -> OutboxOutcome.of(answer);
        };
    }

    /**
     * Returns a new ticket with only what does not change afterwards, because a key is good for one body only; the
     * rest follows by itself.
     */
    private static Map<String, Object> opened(OutboxItem item, Outgoing ticket) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", ticket.subject());
        body.put("comment", Map.of("body", ticket.descriptionText()));
        body.put("external_id", item.refId());
        String email = ticket.requesterEmail();
        if (email != null) {
            String name = ticket.requesterName();
            body.put("requester", Map.of("email", email, "name", name == null ? email : name));
        }
        body.put("metadata", mark(item));
        return body;
    }

    private OutboxOutcome linked(OutboxItem item, String id, JsonNode ticket) {
        Instant updatedAt = ZendeskMapping.instant(ticket.path("updated_at"));
        return new OutboxOutcome.Done(
                "201",
                tx -> {
                    tickets.linked(tx, item.clientId(), item.refId(), id);
                    taken(tx, item, updatedAt);
                });
    }

    private void taken(Transaction tx, OutboxItem item, @Nullable Instant updatedAt) {
        OutgoingTickets.taken(
                tx, item.clientId(), item.refId(), item.itemId(), updatedAt, StoredTime.now(clock));
    }

    private OutboxOutcome update(OutboxItem item, Outgoing ticket) {
        String id = ticket.externalId();
        if (id == null) {
            return new OutboxOutcome.Dead("not_there");
        }
        if (item.inDoubtSince() != null) {
            OutboxOutcome known = made(item, id);
            if (known != null) {
                return known;
            }
        }
        Optional<OutgoingTickets.Comment> comment =
                database.current(
                        tx ->
                                OutgoingTickets.comment(
                                        tx, item.clientId(), item.refId(), item.createdAt()));
        Map<String, Object> change = change(item, ticket, comment);
        if (change.isEmpty()) {
            // There is nothing that can be reported to Zendesk, for example with an agent whom it
            // does not know.
            return new OutboxOutcome.Dead("nothing_to_tell");
        }
        change.put("metadata", mark(item));
        Instant stamp = ticket.remoteUpdatedAt();
        boolean isTheirs = ticket.source().isMirrored();
        if (isTheirs && stamp != null) {
            change.put("safe_update", true);
            change.put("updated_stamp", stamp.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        VendorAnswer answer =
                calls.once(
                        new VendorRequest(
                                "PUT",
                                TICKET,
                                TICKETS + "/" + id,
                                Map.of(),
                                Json.write(Map.of("ticket", change))));
        return switch (answer) {
            case VendorAnswer.Done _ -> done(item, answer, comment);
            case VendorAnswer.Conflict _ when !isTheirs -> collided(item);
            case VendorAnswer.Conflict _ -> conflicted(item, id);
            case VendorAnswer.Rejected(int status, _) when isTheirs && status == 422 ->
                    overruled(id, REFUSED);
            default -> OutboxOutcome.of(answer);
        };
    }

    /**
     * Returns the outcome of a conflict on a ticket of ours, where two changes of ours met: nobody else's state of it
     * is newer.
     */
    private static OutboxOutcome collided(OutboxItem item) {
        return item.attempts() + 1 < MOST_COLLISIONS
                ? new OutboxOutcome.Later(OVERRULED, null, false)
                : new OutboxOutcome.Dead(OVERRULED);
    }

    private static Map<String, Object> change(
            OutboxItem item, Outgoing ticket, Optional<OutgoingTickets.Comment> comment) {
        Set<String> fields = new HashSet<>();
        Json.read(item.payload(), JsonNode.class)
                .path("fields")
                .forEach(each -> fields.add(each.asText()));
        Map<String, Object> change = new LinkedHashMap<>();
        if (fields.contains("status")) {
            change.put("status", ZendeskMapping.word(ticket.status()));
        }
        if (fields.contains("priority")) {
            change.put("priority", ZendeskMapping.word(ticket.priority()));
        }
        if (fields.contains("priority") || fields.contains("tags")) {
            change.put("tags", ZendeskMapping.tags(ticket.tags(), ticket.priority()));
        }
        String agent = ticket.remoteAgentId();
        if (fields.contains("assignee") && ticket.agentId() == null) {
            // A Java null would be left out.
            change.put("assignee_id", NullNode.getInstance());
        } else if (fields.contains("assignee") && agent != null && agent.matches("\\d{1,18}")) {
            change.put("assignee_id", Long.parseLong(agent));
        }
        if (fields.contains("comment") && comment.isPresent()) {
            OutgoingTickets.Comment said = comment.get();
            // Zendesk would take a customer's comment for ours.
            change.put(
                    "comment",
                    said.isOfCustomer()
                            ? Map.of(
                                    "body",
                                    "From the customer:\n" + said.contentText(),
                                    "public",
                                    false)
                            : Map.of("body", said.contentText(), "public", said.isPublic()));
        }
        return change;
    }

    private static Map<String, Object> mark(OutboxItem item) {
        return Map.of(MARK, item.itemId());
    }

    /**
     * Whether an audit has the mark of an item. Zendesk keeps what it is sent as {@code custom}; earlier versions
     * already sent the mark inside a field of that name.
     */
    private static boolean isMarked(JsonNode audit, OutboxItem item) {
        JsonNode custom = audit.path("metadata").path("custom");
        return custom.path(MARK).asText().equals(item.itemId())
                || custom.path("custom").path(MARK).asText().equals(item.itemId());
    }

    private OutboxOutcome done(
            OutboxItem item, VendorAnswer answer, Optional<OutgoingTickets.Comment> comment) {
        JsonNode body = AnswerBody.object(answer);
        if (body == null || !body.path("ticket").isObject()) {
            return new OutboxOutcome.Later("no_ticket", null, true);
        }
        Instant updatedAt = ZendeskMapping.instant(body.path("ticket").path("updated_at"));
        return done(item, updatedAt, comment, List.of(body.path("audit")), _ -> {});
    }

    private OutboxOutcome done(
            OutboxItem item,
            @Nullable Instant updatedAt,
            Optional<OutgoingTickets.Comment> comment,
            List<JsonNode> audits,
            OutboxOutcome.Storing more) {
        String said = null;
        for (JsonNode audit : audits) {
            for (JsonNode event : audit.path("events")) {
                if (event.path("type").asText().equals("Comment")) {
                    said = ZendeskPeople.text(event.path("id"));
                }
            }
        }
        String id = said;
        return new OutboxOutcome.Done(
                "200",
                tx -> {
                    if (id != null && comment.isPresent()) {
                        tickets.recognised(tx, item.clientId(), comment.get().commentId(), id);
                    }
                    taken(tx, item, updatedAt);
                    more.store(tx);
                });
    }

    /**
     * Returns the outcome of an item in doubt according to the ticket's audits; absent where it was certainly not
     * carried out.
     */
    private @Nullable OutboxOutcome made(OutboxItem item, String id) {
        String after = "";
        for (int page = 0; page < MOST_AUDIT_PAGES; page++) {
            String path = TICKETS + "/" + id + "/audits?page[size]=100" + after;
            VendorAnswer answer =
                    calls.once(
                            VendorRequest.get(
                                    AUDITS, path.replace("[", "%5B").replace("]", "%5D")));
            JsonNode body = AnswerBody.object(answer);
            if (body == null || !body.path("audits").isArray()) {
                return unread(answer);
            }
            List<JsonNode> ours = new ArrayList<>();
            for (JsonNode audit : body.path("audits")) {
                if (isMarked(audit, item)) {
                    ours.add(audit);
                }
            }
            if (!ours.isEmpty()) {
                Optional<OutgoingTickets.Comment> comment =
                        database.current(
                                tx ->
                                        OutgoingTickets.comment(
                                                tx,
                                                item.clientId(),
                                                item.refId(),
                                                item.createdAt()));
                return done(
                        item,
                        ZendeskMapping.instant(ours.getLast().path("created_at")),
                        comment,
                        ours,
                        tx -> readAgain(tx, item));
            }
            String cursor = ZendeskPeople.text(body.path("meta").path("after_cursor"));
            if (!body.path("meta").path("has_more").asBoolean(false) || cursor == null) {
                return null;
            }
            after = "&page[after]=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
        return new OutboxOutcome.Unconfirmed("too_many_audits");
    }

    /**
     * Returns the outcome of a conflict: what was faster may have been an earlier attempt whose answer was lost, even
     * if no audit showed it before.
     */
    private OutboxOutcome conflicted(OutboxItem item, String id) {
        OutboxOutcome known = item.inDoubtSince() == null ? null : made(item, id);
        return known == null ? overruled(id, OVERRULED) : known;
    }

    /** Stores what Zendesk has, because it was faster or does not accept such a change. */
    private OutboxOutcome overruled(String id, String code) {
        VendorAnswer answer = notices.fetch(id);
        if (!(answer instanceof VendorAnswer.Done done)) {
            return unread(answer);
        }
        return database.write(tx -> notices.take(tx, done, Pending.OVERWRITTEN))
                ? new OutboxOutcome.Dead(code)
                : unread(answer);
    }

    /**
     * Returns the outcome where something that had to be known first could not be read; nothing was done that was not
     * done before.
     */
    private static OutboxOutcome unread(VendorAnswer answer) {
        OutboxOutcome outcome = OutboxOutcome.of(answer);
        return switch (outcome) {
            case OutboxOutcome.Done _ ->
                    new OutboxOutcome.Later(ServiceStanding.code(answer) + "_unread", null, false);
            case OutboxOutcome.Later(String code, Duration after, _) ->
                    new OutboxOutcome.Later(code, after, false);
            default -> outcome;
        };
    }
}
