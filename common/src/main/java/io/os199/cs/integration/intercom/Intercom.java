package io.os199.cs.integration.intercom;

import io.os199.cs.core.ContactNames;
import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.Standing;
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
    /** What happened since is told; what happened before is history. */
    private static final Duration TOLD_BACK = Duration.ofDays(2);

    private final VendorClient client;
    private final IntercomCalls calls;
    private final List<Sync> syncs;
    private final IntercomNotices notices;
    private final OutboxDelivery outbox;

    /**
     * What it is told.
     *
     * @param adminId whom messages are from, and who does what is done here with conversations; empty for nobody
     * @param events whether it is told of changes of clients' health and stage
     * @param notes whether it is told what people note of a touchpoint with a contact
     */
    public record Telling(String adminId, boolean events, boolean notes) {}

    /**
     * To be closed with the process.
     *
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
        ToldDao dao = tx.dao(ToldDao.class);
        if (telling.events()) {
            dao.queueEvents(now.minus(TOLD_BACK), now);
        }
        if (telling.notes()) {
            dao.queueNotes(now.minus(TOLD_BACK), now);
        }
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
        return List.copyOf(syncs);
    }

    /** Works what it delivers by itself. */
    public WebhookInbox.Working deliveries() {
        return notices::work;
    }

    /** Says what is to be said in the product, and what became of conversations here. */
    public OutboxDelivery outbox() {
        return outbox;
    }

    @Override
    public void close() {
        client.close();
    }
}
