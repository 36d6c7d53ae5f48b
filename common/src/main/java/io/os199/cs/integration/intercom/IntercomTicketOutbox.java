package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.HtmlText;
import io.os199.cs.support.model.SyncState;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.OutgoingTickets;
import io.os199.cs.support.ticket.OutgoingTickets.Comment;
import io.os199.cs.support.ticket.OutgoingTickets.Outgoing;
import io.os199.cs.support.ticket.RemoteTickets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * Reports to Intercom what happened to its conversations here: first the comment, then the assignee, then the status;
 * its API takes neither a priority nor tags. Intercom accepts no key by which it would recognize any of these again.
 * Assignee and status may be reported twice. A comment is posted at most once: that it was posted is stored as soon
 * as Intercom answers and before anything else is reported; where the answer was lost, it counts as posted only if
 * the conversation has the same words by our admin since then, else the item ends unconfirmed.
 */
final class IntercomTicketOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(IntercomTicketOutbox.class);
    private static final String CONVERSATION = "/conversations/{id}";
    private static final String REPLY = "/conversations/{id}/reply";
    private static final String PARTS = "/conversations/{id}/parts";
    private static final String NOBODY = "0";

    /** How long a conversation is snoozed; a customer's answer reopens it sooner. */
    private static final Duration SNOOZE = Duration.ofDays(7);

    /** By how much Intercom's clock may be behind ours. */
    private static final Duration SKEW = Duration.ofMinutes(1);

    /** How long something may have been unread when a change was made here: the time between two runs, plus one run. */
    private static final Duration UNREAD = Duration.ofMinutes(15);

    private final Database database;
    private final IntercomCalls calls;
    private final RemoteTickets tickets;
    private final SyncCursors cursors;
    private final String adminId;
    private final Clock clock;

    /** @param adminId the admin who acts in Intercom; empty for nobody */
    IntercomTicketOutbox(
            Database database,
            IntercomCalls calls,
            RemoteTickets tickets,
            String adminId,
            Clock clock) {
        this.database = database;
        this.calls = calls;
        this.tickets = tickets;
        this.cursors = new SyncCursors(clock);
        this.adminId = adminId;
        this.clock = clock;
    }

    /**
     * What is to be reported about a ticket.
     *
     * @param comment absent where there is none, or Intercom already has it
     * @param isSaid whether there was a comment that Intercom already has
     * @param moves what is posted after it, in this order
     */
    private record Change(
            @Nullable String conversationId,
            Optional<Comment> comment,
            boolean isSaid,
            List<Map<String, Object>> moves) {}

    OutboxOutcome deliver(OutboxItem item) {
        Optional<Change> found;
        try {
            found = database.current(tx -> change(tx, item));
        } catch (RuntimeException e) {
            // Nothing was reported yet.
            LOG.warn("what is to be told of a ticket could not be read: {}", e.toString());
            return new OutboxOutcome.Later("unread", null, false);
        }
        if (found.isEmpty()) {
            return new OutboxOutcome.Dead("ticket_gone");
        }
        Change change = found.get();
        String id = change.conversationId();
        if (id == null) {
            return new OutboxOutcome.Dead("not_there");
        }
        if (change.comment().isEmpty() && change.moves().isEmpty()) {
            return change.isSaid() ? done(item, "known", null) : untold(item);
        }
        return adminId.isEmpty()
                ? new OutboxOutcome.Dead("no_admin")
                : tell(
                        item,
                        change,
                        "/conversations/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    /** Stores that a change is not reported; what Intercom said meanwhile was not taken over, and is read once more. */
    void givenUp(Transaction tx, OutboxItem item) {
        tickets.unsent(tx, TicketSource.INTERCOM, item.clientId(), item.itemId());
        tickets.unchanged(tx, TicketSource.INTERCOM, item.clientId(), item.itemId());
        tickets.synced(tx, item.clientId(), item.refId(), SyncState.FAILED);
        reread(tx, item.createdAt().minus(UNREAD));
    }

    private void reread(Transaction tx, Instant from) {
        cursors.back(tx, Integration.INTERCOM, IntercomConversations.RESOURCE, from);
    }

    private Optional<Change> change(Transaction tx, OutboxItem item) {
        Set<String> fields = new HashSet<>();
        Json.read(item.payload(), JsonNode.class)
                .path("fields")
                .forEach(each -> fields.add(each.asText()));
        boolean isSaying = fields.contains("comment");
        Optional<Comment> comment =
                isSaying
                        ? OutgoingTickets.comment(
                                tx, item.clientId(), item.refId(), item.createdAt())
                        : Optional.empty();
        return OutgoingTickets.find(tx, TicketSource.INTERCOM, item.clientId(), item.refId())
                .map(
                        ticket ->
                                new Change(
                                        ticket.externalId(),
                                        comment,
                                        isSaying && comment.isEmpty(),
                                        moves(fields, ticket)));
    }

    private List<Map<String, Object>> moves(Set<String> fields, Outgoing ticket) {
        List<Map<String, Object>> moves = new ArrayList<>();
        if (fields.contains("assignee")) {
            String agent = ticket.agentId() == null ? NOBODY : ticket.remoteAgentId();
            if (agent != null) {
                moves.add(
                        Map.of(
                                "message_type",
                                "assignment",
                                "type",
                                "admin",
                                "admin_id",
                                adminId,
                                "assignee_id",
                                agent));
            }
        }
        if (fields.contains("status")) {
            moves.add(move(ticket.status()));
        }
        return moves;
    }

    private Map<String, Object> move(TicketStatus status) {
        return switch (status) {
            case OPEN, IN_PROGRESS ->
                    Map.of("message_type", "open", "type", "admin", "admin_id", adminId);
            case RESOLVED, CLOSED ->
                    Map.of("message_type", "close", "type", "admin", "admin_id", adminId);
            case PENDING, WAITING_ON_CUSTOMER ->
                    Map.of(
                            "message_type",
                            "snoozed",
                            "type",
                            "admin",
                            "admin_id",
                            adminId,
                            "snoozed_until",
                            clock.instant().plus(SNOOZE).getEpochSecond());
        };
    }

    private OutboxOutcome tell(OutboxItem item, Change change, String path) {
        Instant updatedAt = null;
        if (change.comment().isPresent()) {
            Comment comment = change.comment().get();
            boolean isInDoubt = item.inDoubtSince() != null;
            VendorAnswer answer =
                    isInDoubt
                            ? calls.ask(CONVERSATION, path)
                            : calls.post(REPLY, path + "/reply", reply(comment));
            JsonNode conversation = AnswerBody.object(answer);
            if (conversation == null && (isInDoubt || !(answer instanceof VendorAnswer.Done))) {
                OutboxOutcome outcome = OutboxOutcome.of(answer);
                return isInDoubt ? IntercomOutbox.unsaid(outcome) : outcome;
            }
            String part = conversation == null ? null : part(item, comment, conversation);
            if (conversation == null || part == null) {
                return isInDoubt
                        ? new OutboxOutcome.Unconfirmed("no_answer")
                        : new OutboxOutcome.Later("no_part", null, true);
            }
            recognise(item, comment, part);
            updatedAt = IntercomMapping.instant(conversation.path("updated_at"));
        }
        for (Map<String, Object> move : change.moves()) {
            VendorAnswer answer = calls.post(PARTS, path + "/parts", move);
            if (!(answer instanceof VendorAnswer.Done)) {
                return OutboxOutcome.of(answer);
            }
            JsonNode conversation = AnswerBody.object(answer);
            Instant at =
                    conversation == null
                            ? null
                            : IntercomMapping.instant(conversation.path("updated_at"));
            updatedAt = at == null ? updatedAt : at;
        }
        return done(item, "200", updatedAt);
    }

    private Map<String, Object> reply(Comment comment) {
        return Map.of(
                "message_type",
                type(comment),
                "type",
                "admin",
                "admin_id",
                adminId,
                "body",
                html(comment));
    }

    /** Returns the type of message; a customer's comment is a note, because Intercom would take it for ours. */
    private static String type(Comment comment) {
        return comment.isPublic() && !comment.isOfCustomer() ? "comment" : "note";
    }

    private static String html(Comment comment) {
        String text =
                comment.isOfCustomer()
                        ? "From the customer:\n" + comment.contentText()
                        : comment.contentText();
        return HtmlText.lines(text);
    }

    /**
     * Returns the id of the part that a comment became in a conversation: the newest of its kind that our admin made
     * since then and that is no other comment of ours; where it is in doubt whether it was made, it must have the
     * same words.
     */
    private @Nullable String part(OutboxItem item, Comment comment, JsonNode conversation) {
        Instant since = item.createdAt().truncatedTo(ChronoUnit.SECONDS).minus(SKEW);
        String words = item.inDoubtSince() == null ? null : words(html(comment));
        Map<String, Instant> parts = new LinkedHashMap<>();
        for (JsonNode part : conversation.at("/conversation_parts/conversation_parts")) {
            String id = IntercomMapping.text(part.path("id"));
            Instant at = IntercomMapping.instant(part.path("created_at"));
            if (id != null
                    && at != null
                    && !at.isBefore(since)
                    && part.path("part_type").asText().startsWith(type(comment))
                    && part.at("/author/type").asText().equals("admin")
                    && part.at("/author/id").asText().equals(adminId)
                    && (words == null || words.equals(words(part.path("body").asText())))) {
                parts.put(id, at);
            }
        }
        Set<String> others =
                database.current(
                        tx -> OutgoingTickets.ours(tx, item.clientId(), item.refId(), parts));
        return parts.entrySet().stream()
                .filter(each -> !others.contains(each.getKey()))
                .reduce((one, other) -> other.getValue().isBefore(one.getValue()) ? one : other)
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static String words(String html) {
        return IntercomMapping.plain(html).replaceAll("\\s+", " ");
    }

    private void recognise(OutboxItem item, Comment comment, String part) {
        database.write(
                tx -> {
                    tickets.recognised(tx, item.clientId(), comment.commentId(), part);
                    return true;
                });
    }

    private OutboxOutcome done(OutboxItem item, String code, @Nullable Instant updatedAt) {
        return new OutboxOutcome.Done(
                code,
                tx ->
                        OutgoingTickets.taken(
                                tx,
                                item.clientId(),
                                item.refId(),
                                item.itemId(),
                                updatedAt,
                                now()));
    }

    /** Returns the outcome for what Intercom cannot take: a priority, tags, or an agent whom it does not know. */
    private OutboxOutcome untold(OutboxItem item) {
        return new OutboxOutcome.Done(
                "nothing_to_tell",
                tx -> {
                    OutgoingTickets.untold(tx, item.clientId(), item.refId(), item.itemId(), now());
                    reread(tx, item.createdAt());
                });
    }

    private Instant now() {
        return StoredTime.now(clock);
    }
}
