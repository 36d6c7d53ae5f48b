package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.webhook.NotNowException;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.platform.http.VendorRequest;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.support.ticket.RemoteTickets.Pending;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** Processes what Zendesk delivers: only the ticket's id is taken from a delivery, and the ticket is fetched. */
final class ZendeskNotices {
    private static final String TEMPLATE = "/api/v2/tickets/{id}";

    private final ZendeskCalls calls;
    private final ZendeskMapping mapping;
    private final ZendeskStore store;
    private final RemoteTickets tickets;

    ZendeskNotices(
            ZendeskCalls calls, ZendeskMapping mapping, ZendeskStore store, RemoteTickets tickets) {
        this.calls = calls;
        this.mapping = mapping;
        this.store = store;
        this.tickets = tickets;
    }

    /** Fetches the ticket of a delivery; one that names none is ignored. */
    void work(Transaction tx, WebhookInbox.Waiting delivery) {
        String id = id(Json.read(delivery.body(), JsonNode.class));
        if (id == null) {
            return;
        }
        VendorAnswer answer = fetch(id);
        switch (answer) {
            case VendorAnswer.Missing _ -> tickets.deleted(tx, TicketSource.ZENDESK, id);
            case VendorAnswer.Done done -> {
                if (!take(tx, done, Pending.KEPT)) {
                    throw new IllegalStateException("no ticket in the answer");
                }
            }
            default -> throw NotNowException.of("the ticket", ServiceStanding.code(answer), answer);
        }
    }

    /** Reads a ticket, along with the people, organizations and groups that it names. */
    VendorAnswer fetch(String id) {
        return calls.once(
                VendorRequest.get(
                        TEMPLATE, "/api/v2/tickets/" + id + "?include=" + ZendeskTickets.INCLUDE));
    }

    /** Stores the ticket that an answer holds; returns false where it holds none. */
    boolean take(Transaction tx, VendorAnswer.Done answer, Pending pending) {
        JsonNode body = AnswerBody.object(answer);
        return body != null
                && mapping.ticket(body.path("ticket"), ZendeskPeople.of(body))
                        .map(ticket -> store.store(tx, List.of(ticket), pending))
                        .isPresent();
    }

    private static @Nullable String id(JsonNode body) {
        for (JsonNode each :
                List.of(
                        body.path("ticket_id"),
                        body.path("detail").path("id"),
                        body.path("ticket").path("id"))) {
            String id = Objects.requireNonNullElse(ZendeskPeople.text(each), "");
            if (id.matches("\\d{1,19}")) {
                return id;
            }
        }
        return null;
    }
}
