package io.os199.cs.integration.sendgrid;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.communication.event.MailEvent;
import io.os199.cs.communication.event.MailEventType;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.communication.event.Suppression;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.webhook.WebhookInbox.Waiting;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.Beginning;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Processes the deliveries of SendGrid's event webhook. */
public final class SendGridEvents {
    private static final String RESOURCE = "events";
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_URL = 2_000;
    private static final long LATEST_SECOND = 10_000_000_000L;

    private final MailEvents events;
    private final IntegrationMetrics metrics;

    public SendGridEvents(MailEvents events, IntegrationMetrics metrics) {
        this.events = events;
        this.metrics = metrics;
    }

    /** Stores what a delivery reports; events about no message of ours are counted and dropped. */
    public void work(Transaction tx, Waiting delivery) {
        JsonNode body = Json.read(delivery.body(), JsonNode.class);
        List<MailEvent> told = new ArrayList<>();
        int strays = 0;
        int malformed = 0;
        for (JsonNode each : body.isArray() ? body : List.of(body)) {
            String messageId = id(each, "message_id");
            String eventId = id(each, "sg_event_id");
            Instant at = at(each);
            if (messageId == null) {
                strays++;
            } else if (eventId == null || at == null) {
                malformed++;
            } else {
                told.add(event(each, eventId, messageId, at));
            }
        }
        MailEvents.Stored stored = events.store(tx, told, Integration.SENDGRID.wireName());
        int without = strays;
        int broken = malformed;
        tx.afterCommit(
                () -> {
                    count("stored", stored.storedCount());
                    count("duplicate", stored.knownCount());
                    count("unknown_message", stored.strangeCount());
                    count("no_message", without);
                    count("malformed", broken);
                });
    }

    private void count(String result, int rows) {
        metrics.rows(Integration.SENDGRID, RESOURCE, result, rows);
    }

    private static MailEvent event(JsonNode told, String eventId, String messageId, Instant at) {
        MailEventType type = type(told);
        String url = told.path("url").textValue();
        return new MailEvent(
                eventId,
                messageId,
                type,
                at,
                url == null ? null : Beginning.of(url, LONGEST_URL),
                told.path("sg_machine_open").asBoolean(),
                suppression(told, type),
                told.path("email").textValue());
    }

    private static MailEventType type(JsonNode told) {
        return switch (told.path("event").asText()) {
            case "processed" -> MailEventType.PROCESSED;
            case "deferred" -> MailEventType.DEFERRED;
            case "delivered" -> MailEventType.DELIVERED;
            case "bounce" ->
                    told.path("type").asText().equals("blocked")
                            ? MailEventType.BLOCKED
                            : MailEventType.BOUNCED;
            case "dropped" -> MailEventType.DROPPED;
            case "open" -> MailEventType.OPENED;
            case "click" -> MailEventType.CLICKED;
            case "spamreport" -> MailEventType.COMPLAINED;
            case "unsubscribe", "group_unsubscribe" -> MailEventType.UNSUBSCRIBED;
            default -> MailEventType.OTHER;
        };
    }

    private static @Nullable Suppression suppression(JsonNode told, MailEventType type) {
        return switch (type) {
            case BOUNCED -> all(Suppression.Reason.HARD_BOUNCE);
            case COMPLAINED -> all(Suppression.Reason.COMPLAINT);
            case UNSUBSCRIBED ->
                    new Suppression(Suppression.Scope.MARKETING, Suppression.Reason.UNSUBSCRIBE);
            case DROPPED -> ofDropped(told.path("reason").asText().toLowerCase(Locale.ROOT));
            default -> null;
        };
    }

    /**
     * Returns the suppression for the reason of a drop, which is a phrase: "Bounced Address", "Invalid", "Spam
     * Reporting Address".
     */
    private static @Nullable Suppression ofDropped(String reason) {
        if (reason.contains("spam")) {
            return all(Suppression.Reason.COMPLAINT);
        }
        if (reason.contains("bounce")) {
            return all(Suppression.Reason.HARD_BOUNCE);
        }
        return reason.contains("invalid") ? all(Suppression.Reason.INVALID_ADDRESS) : null;
    }

    private static Suppression all(Suppression.Reason reason) {
        return new Suppression(Suppression.Scope.ALL, reason);
    }

    private static @Nullable String id(JsonNode told, String field) {
        String id = told.path(field).textValue();
        return id == null || id.isEmpty() || id.length() > LONGEST_ID ? null : id;
    }

    private static @Nullable Instant at(JsonNode told) {
        JsonNode timestamp = told.path("timestamp");
        long second = timestamp.canConvertToLong() ? timestamp.longValue() : -1;
        return second < 0 || second > LATEST_SECOND ? null : Instant.ofEpochSecond(second);
    }
}
