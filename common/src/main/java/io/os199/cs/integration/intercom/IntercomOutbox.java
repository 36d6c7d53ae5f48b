package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Standing;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxItem;
import io.os199.cs.integration.outbox.OutboxOutcome;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;

/**
 * Says something to somebody in the product. Intercom takes no key by which it would know a message again: one whose answer was lost is not
 * said twice.
 */
final class IntercomOutbox implements OutboxDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(IntercomOutbox.class);
    private static final String SEARCH = "/contacts/search";
    private static final String MESSAGES = "/messages";

    /** A contact that was just made is not found at once. */
    private static final Duration UNTIL_FOUND = Duration.ofMinutes(1);

    private static final int MOST_LOOKS = 2;

    private final Database database;
    private final IntercomCalls calls;
    private final String adminId;

    /** @param adminId whom messages are from; empty for nobody */
    IntercomOutbox(Database database, IntercomCalls calls, String adminId) {
        this.database = database;
        this.calls = calls;
        this.adminId = adminId;
    }

    @Override
    public OutboxOutcome deliver(OutboxItem item) {
        if (!item.operation().equals("in_app_message")) {
            return new OutboxOutcome.Dead("unknown_operation");
        }
        if (item.inDoubtSince() != null) {
            return new OutboxOutcome.Unconfirmed("no_answer");
        }
        if (adminId.isEmpty()) {
            return new OutboxOutcome.Dead("no_admin");
        }
        InAppDao.Message message;
        try {
            message = message(item);
        } catch (RuntimeException e) {
            // Nothing was said yet.
            LOG.warn("what is to be said could not be read: {}", e.toString());
            return new OutboxOutcome.Later("unread", null, false);
        }
        if (message == null || message.text() == null) {
            return new OutboxOutcome.Dead("nothing_to_say");
        }
        if (message.email() == null) {
            return new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
        }
        return say(item, message.text(), message.email());
    }

    private InAppDao.@Nullable Message message(OutboxItem item) {
        JsonNode payload = Json.read(item.payload(), JsonNode.class);
        return database.current(
                        tx ->
                                tx.dao(InAppDao.class)
                                        .message(
                                                item.clientId(),
                                                payload.path("automation_id").asText(),
                                                payload.path("action_no").asInt()))
                .orElse(null);
    }

    private OutboxOutcome say(OutboxItem item, String text, String email) {
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
                                                email))));
        JsonNode contacts = AnswerBody.object(found);
        if (contacts == null) {
            return unsaid(OutboxOutcome.of(found));
        }
        String contactId = IntercomMapping.text(contacts.at("/data/0/id"));
        if (contactId == null) {
            return new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
        }
        VendorAnswer answer =
                calls.post(
                        MESSAGES,
                        Map.of(
                                "message_type",
                                "in_app",
                                "body",
                                text,
                                "from",
                                Map.of("type", "admin", "id", adminId),
                                "to",
                                Map.of("type", role(contacts), "id", contactId)));
        return switch (answer) {
            case VendorAnswer.Missing _ ->
                    item.attempts() < MOST_LOOKS
                            ? new OutboxOutcome.Later("404", UNTIL_FOUND, false)
                            : new OutboxOutcome.Dead(OutboxOutcome.RECIPIENT_UNKNOWN);
            case VendorAnswer.ServerFault _, VendorAnswer.NoAnswer _, VendorAnswer.Unexpected _ ->
                    new OutboxOutcome.Unconfirmed(Standing.code(answer));
            default -> OutboxOutcome.of(answer);
        };
    }

    /** A message names who a contact is. */
    private static String role(JsonNode contacts) {
        return contacts.at("/data/0/role").asText().equals("lead") ? "lead" : "user";
    }

    /** Nothing was said yet, whatever came of looking for whom. */
    private static OutboxOutcome unsaid(OutboxOutcome outcome) {
        return outcome instanceof OutboxOutcome.Later(String code, Duration after, _)
                ? new OutboxOutcome.Later(code, after, false)
                : outcome instanceof OutboxOutcome.Done
                        ? new OutboxOutcome.Later("unread", null, false)
                        : outcome;
    }
}
