package io.os199.cs.integration.intercom;

import io.os199.cs.core.ContactNames;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.Standing;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.support.ticket.RemoteTickets;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Intercom, where it is on. */
public final class Intercom implements AutoCloseable {
    private final VendorClient client;
    private final IntercomCalls calls;
    private final List<Sync> syncs;
    private final IntercomNotices notices;
    private final OutboxDelivery outbox;

    /**
     * To be closed with the process.
     *
     * @param adminId whom messages are from; empty for nobody
     * @param since where the first run begins
     */
    public Intercom(
            Database database,
            VendorClient client,
            Standing standing,
            IntegrationStates states,
            IntegrationMetrics metrics,
            RemoteTickets tickets,
            ContactNames names,
            String adminId,
            Instant since,
            Clock clock) {
        this.client = client;
        this.calls = new IntercomCalls(client, standing);
        RemoteClients clients = new RemoteClients(clock);
        IntercomStore store = new IntercomStore(tickets, clients);
        IntercomSearch search = new IntercomSearch(database, calls, metrics, since, clock);
        this.syncs =
                List.of(
                        new IntercomConversations(database, calls, search, store, states),
                        new IntercomDirectory(database, calls, search, clients, names));
        this.notices = new IntercomNotices(calls, store);
        this.outbox = new IntercomOutbox(database, calls, adminId);
    }

    /** The host of a region. */
    public static URI host(String region) {
        return URI.create(
                switch (region) {
                    case "eu" -> "https://api.eu.intercom.io";
                    case "au" -> "https://api.au.intercom.io";
                    default -> "https://api.intercom.io";
                });
    }

    /** Asks whether it takes our key, and stores what it says. */
    public void check() {
        calls.check();
    }

    /** What is read of it. */
    public List<Sync> syncs() {
        return syncs;
    }

    /** Works what it delivers by itself. */
    public WebhookInbox.Working deliveries() {
        return notices::work;
    }

    /** Says what is to be said in the product. */
    public OutboxDelivery outbox() {
        return outbox;
    }

    @Override
    public void close() {
        client.close();
    }
}
