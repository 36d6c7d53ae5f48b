package io.os199.cs.integration.intercom;

import io.os199.cs.core.ContactNames;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.outbox.OutboxFilling;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.support.ticket.RemoteTickets;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Intercom, where it is on. */
public final class Intercom implements AutoCloseable {
    /** How far back changes are reported; earlier ones are history. */
    private static final Duration TOLD_BACK = Duration.ofDays(2);

    private final VendorClient client;
    private final IntercomCalls calls;
    private final List<Sync> syncs;
    private final IntercomNotices notices;
    private final OutboxDelivery outbox;

    /**
     * What is sent to Intercom.
     *
     * @param adminId the admin that messages come from and that does in Intercom what is done here with
     *     conversations; empty for nobody
     * @param events whether changes of clients' health and stage are reported
     * @param notes whether notes that people write about a touchpoint with a contact are sent
     */
    public record Telling(String adminId, boolean events, boolean notes) {}

    /**
     * Creates the adapter, which is to be closed with the process.
     *
     * @param since where the first run begins
     */
    public Intercom(
            Database database,
            VendorClient client,
            ServiceStanding standing,
            IntegrationStates states,
            IntegrationMetrics metrics,
            RemoteTickets tickets,
            ContactNames names,
            Telling telling,
            Instant since,
            Clock clock) {
        this.client = client;
        this.calls = new IntercomCalls(client, standing);
        RemoteClients clients = new RemoteClients(clock);
        IntercomStore store = new IntercomStore(tickets, clients);
        IntercomSearch search = new IntercomSearch(database, calls, metrics, since, clock);
        this.syncs = new ArrayList<>();
        syncs.add(new IntercomConversations(database, calls, search, store, states));
        syncs.add(new IntercomDirectory(database, calls, search, clients, names));
        if (telling.events() || telling.notes()) {
            syncs.add(
                    new OutboxFilling(
                            "intercom-told",
                            "*/5 * * * *",
                            database,
                            (tx, now) -> look(tx, telling, now),
                            clock));
        }
        this.notices = new IntercomNotices(calls, store);
        this.outbox =
                new IntercomOutbox(
                        database,
                        calls,
                        telling.adminId(),
                        new IntercomTicketOutbox(
                                database, calls, tickets, telling.adminId(), clock));
    }

    private static void look(Transaction tx, Telling telling, Instant now) {
        IntercomToldDao dao = tx.dao(IntercomToldDao.class);
        if (telling.events()) {
            dao.queueEvents(now.minus(TOLD_BACK), now);
        }
        if (telling.notes()) {
            dao.queueNotes(now.minus(TOLD_BACK), now);
        }
    }

    /** Returns the host of a region. */
    public static URI host(String region) {
        return URI.create(
                switch (region) {
                    case "eu" -> "https://api.eu.intercom.io";
                    case "au" -> "https://api.au.intercom.io";
                    default -> "https://api.intercom.io";
                });
    }

    /** Checks whether Intercom accepts our key, and stores the result. */
    public void check() {
        calls.check();
    }

    /** Returns the syncs of this service. */
    public List<Sync> syncs() {
        return List.copyOf(syncs);
    }

    /** Returns the processing of what Intercom delivers on its own. */
    public WebhookInbox.Working deliveries() {
        return notices::work;
    }

    /** Returns the delivery of messages in the product, and of what happened to conversations here. */
    public OutboxDelivery outbox() {
        return outbox;
    }

    @Override
    public void close() {
        client.close();
    }
}
