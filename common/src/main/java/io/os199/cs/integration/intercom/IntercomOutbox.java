package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.HtmlText;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Sends a message to somebody in the product, writes a note about them, or reports an event. Intercom accepts no key
 * by which it would recognize any of these again: a message or note whose answer was lost is not repeated; an event
 * may be reported twice. What happened to tickets is reported by {@link IntercomTicketOutbox}.
 */
final class IntercomOutbox implements OutboxDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(IntercomOutbox.class);
    private static final String TICKET_UPDATE = "ticket_update";
    private static final String SEARCH = "/contacts/search";
    private static final String MESSAGES = "/messages";
    private static final String NOTES = "/contacts/{id}/notes";
    private static final String EVENTS = "/events";

    /** The names of events by our type. */
    private static final Map<String, String> EVENT_NAMES =
            Map.of("health", "health-band-changed", "lifecycle", "lifecycle-stage-changed");

    /** How long to wait for a contact that was just created, because it is not found at once. */
    private static final Duration UNTIL_FOUND = Duration.ofMinutes(1);

    private static final int MOST_LOOKS = 2;

    private final Database database;
    private final IntercomCalls calls;
    private final String adminId;
    private final IntercomTicketOutbox tickets;

    /** @param adminId the admin that messages and notes come from; empty for nobody */
    IntercomOutbox(
            Database database, IntercomCalls calls, String adminId, IntercomTicketOutbox tickets) {
        this.database = database;
        this.calls = calls;
        this.adminId = adminId;
        this.tickets = tickets;
    }

    /** The address of the person that a message or note is for, and its form once the contact is known. */
    private record Saying(String email, Body body) {}

    /** The body to post, and where to. */
    private record Post(String template, String path, Map<String, Object> body) {}

    @FunctionalInterface
    private interface Body {
        Post to(String contactId, String role);
    }

    @Override
    public OutboxOutcome deliver(OutboxItem item) {
        return switch (item.operation()) {
            case "client_event" -> event(item);
            case "in_app_message", "contact_note" -> once(item);
            case TICKET_UPDATE -> tickets.deliver(item);
            default -> new OutboxOutcome.Dead("unknown_operation");
        };
    }

    @Override
    public void givenUp(Transaction tx, OutboxItem item, String code) {
        if (item.operation().equals(TICKET_UPDATE)) {
            tickets.givenUp(tx, item);
        }
    }

    private OutboxOutcome event(OutboxItem item) {
        IntercomToldDao.Event event =
                database.current(
                                tx ->
                                        tx.dao(IntercomToldDao.class)
                                                .event(item.clientId(), item.refId()))
                        .orElse(null);
        if (event == null) {
            return new OutboxOutcome.Dead("nothing_to_say");
        }
        if (event.email() == null) {
            return new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
        }
        return OutboxOutcome.of(
                calls.post(
                        EVENTS,
                        EVENTS,
                        Map.of(
                                "event_name",
                                EVENT_NAMES.getOrDefault(event.type(), event.type()),
                                "created_at",
                                event.occurredAt().getEpochSecond(),
                                "email",
                                event.email(),
                                "metadata",
                                Json.read(event.detail(), JsonNode.class))));
    }

    private OutboxOutcome once(OutboxItem item) {
        if (item.inDoubtSince() != null) {
            return new OutboxOutcome.Unconfirmed("no_answer");
        }
        boolean isMessage = item.operation().equals("in_app_message");
        if (isMessage && adminId.isEmpty()) {
            return new OutboxOutcome.Dead("no_admin");
        }
        Saying saying;
        try {
            saying = isMessage ? message(item) : note(item);
        } catch (RuntimeException e) {
            // Nothing was said yet.
            LOG.warn("what is to be said could not be read: {}", e.toString());
            return new OutboxOutcome.Later("unread", null, false);
        }
        if (saying == null) {
            return new OutboxOutcome.Dead("nothing_to_say");
        }
        return saying.email().isEmpty()
                ? new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN)
                : say(item, saying);
    }

    private @Nullable Saying message(OutboxItem item) {
        JsonNode payload = Json.read(item.payload(), JsonNode.class);
        IntercomToldDao.Message message =
                database.current(
                                tx ->
                                        tx.dao(IntercomToldDao.class)
                                                .message(
                                                        item.clientId(),
                                                        payload.path("automation_id").asText(),
                                                        payload.path("action_no").asInt()))
                        .orElse(null);
        String text = message == null ? null : message.text();
        if (message == null || text == null) {
            return null;
        }
        return new Saying(
                message.email() == null ? "" : message.email(),
                (contactId, role) ->
                        new Post(
                                MESSAGES,
                                MESSAGES,
                                Map.of(
                                        "message_type",
                                        "in_app",
                                        "body",
                                        HtmlText.lines(text),
                                        "from",
                                        Map.of("type", "admin", "id", adminId),
                                        "to",
                                        Map.of("type", role, "id", contactId))));
    }

    private @Nullable Saying note(OutboxItem item) {
        IntercomToldDao.Note note =
                database.current(
                                tx ->
                                        tx.dao(IntercomToldDao.class)
                                                .note(item.clientId(), item.refId()))
                        .orElse(null);
        if (note == null) {
            return null;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("body", html(note));
        if (!adminId.isEmpty()) {
            body.put("admin_id", adminId);
        }
        return new Saying(
                note.email(),
                (contactId, _) ->
                        new Post(
                                NOTES,
                                NOTES.replace(
                                        "{id}",
                                        URLEncoder.encode(contactId, StandardCharsets.UTF_8)),
                                body));
    }

    /** Returns a note as HTML, which Intercom reads. */
    private static String html(IntercomToldDao.Note note) {
        String subject = note.subject();
        String kind = note.kind();
        return "<p>%s%s, %s%s</p><p>%s</p>"
                .formatted(
                        kind.substring(0, 1).toUpperCase(Locale.ROOT),
                        kind.substring(1),
                        note.occurredAt().atZone(ZoneOffset.UTC).toLocalDate(),
                        subject == null || subject.isBlank()
                                ? ""
                                : ": " + HtmlText.escaped(subject),
                        HtmlText.lines(note.noteText()));
    }

    private OutboxOutcome say(OutboxItem item, Saying saying) {
        VendorAnswer found =
                calls.search(
                        SEARCH,
                        Json.write(
                                Map.of(
                                        "query",
                                        Map.of(
                                                "field",
                                                "email",
                                                "operator",
                                                "=",
                                                "value",
                                                saying.email()))));
        JsonNode contacts = AnswerBody.object(found);
        if (contacts == null) {
            return unsaid(OutboxOutcome.of(found));
        }
        String contactId = IntercomMapping.text(contacts.at("/data/0/id"));
        if (contactId == null) {
            return new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
        }
        Post post = saying.body().to(contactId, role(contacts));
        VendorAnswer answer = calls.post(post.template(), post.path(), post.body());
        return switch (answer) {
            case VendorAnswer.Missing _ ->
                    item.attempts() < MOST_LOOKS
                            ? new OutboxOutcome.Later("404", UNTIL_FOUND, false)
                            : new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
            case VendorAnswer.ServerFault _, VendorAnswer.NoAnswer _, VendorAnswer.Unexpected _ ->
                    new OutboxOutcome.Unconfirmed(ServiceStanding.code(answer));
            default -> OutboxOutcome.of(answer);
        };
    }

    /** Returns the role of a contact, which a message has to name. */
    private static String role(JsonNode contacts) {
        return contacts.at("/data/0/role").asText().equals("lead") ? "lead" : "user";
    }

    /** Returns an outcome by which nothing was said yet, whatever the search for the contact returned. */
    static OutboxOutcome unsaid(OutboxOutcome outcome) {
        return outcome instanceof OutboxOutcome.Later(String code, Duration after, _)
                ? new OutboxOutcome.Later(code, after, false)
                : outcome instanceof OutboxOutcome.Done
                        ? new OutboxOutcome.Later("unread", null, false)
                        : outcome;
    }
}
