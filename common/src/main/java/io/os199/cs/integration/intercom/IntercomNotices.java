package io.os199.cs.integration.intercom;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.intercom.IntercomPeople.UntoldException;
import io.os199.cs.integration.webhook.NotNowException;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import java.util.List;

/**
 * Processes what Intercom delivers: only the conversation's id is taken from a delivery, and the conversation is
 * fetched.
 */
final class IntercomNotices {
    private static final String TOPICS = "conversation.";

    private final IntercomCalls calls;
    private final IntercomStore store;

    IntercomNotices(IntercomCalls calls, IntercomStore store) {
        this.calls = calls;
        this.store = store;
    }

    /** Processes a delivery; one that is not about a conversation is ignored. */
    void work(Transaction tx, WebhookInbox.Waiting delivery) {
        JsonNode body = Json.read(delivery.body(), JsonNode.class);
        String id = IntercomMapping.text(body.at("/data/item/id"));
        if (id == null || !body.path("topic").asText().startsWith(TOPICS)) {
            return;
        }
        try {
            store.store(tx, List.of(new IntercomReader(calls).read(id)));
        } catch (UntoldException untold) {
            throw NotNowException.of(
                    untold.resource(), ServiceStanding.code(untold.answer()), untold.answer());
        }
    }
}
