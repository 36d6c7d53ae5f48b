package io.os199.cs.integration.zendesk;

import io.os199.cs.integration.IntegrationMetrics;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.ServiceStanding;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.integration.outbox.OutboxDelivery;
import io.os199.cs.integration.webhook.WebhookInbox;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.http.Pause;
import io.os199.cs.platform.http.VendorClient;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.ticket.RemoteTickets;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Zendesk, where it is on. */
public final class Zendesk implements AutoCloseable {
    private final VendorClient client;
    private final ZendeskCalls calls;
    private final List<Sync> syncs;
    private final ZendeskNotices notices;
    private final OutboxDelivery outbox;

    /**
     * What the deployment decides about Zendesk.
     *
     * @param since where the first run begins
     * @param categoryField the id of the ticket field that says what a ticket is about; empty for none
     * @param categories our categories by the values of that field, or of a ticket's type
     */
    public record Settings(
            Instant since, String categoryField, Map<String, TicketCategory> categories) {
        public Settings {
            categories = Map.copyOf(categories);
        }
    }

    /** Creates the adapter, which is to be closed with the process. */
    public Zendesk(
            Database database,
            VendorClient client,
            ServiceStanding standing,
            IntegrationStates states,
            IntegrationMetrics metrics,
            RemoteTickets tickets,
            Settings settings,
            Pause pause,
            Clock clock) {
        this.client = client;
        this.calls = new ZendeskCalls(client, standing, pause);
        ZendeskMapping mapping =
                new ZendeskMapping(settings.categoryField(), settings.categories());
        RemoteClients clients = new RemoteClients(clock);
        SyncCursors cursors = new SyncCursors(clock);
        ZendeskStore store = new ZendeskStore(tickets, clients, clock);
        ZendeskExport export = new ZendeskExport(database, calls, metrics, settings.since(), clock);
        this.syncs =
                List.of(
                        new ZendeskTickets(database, export, mapping, store, states),
                        new ZendeskTicketEvents(database, export, calls, tickets),
                        new ZendeskDirectory(database, export, calls, clients));
        this.notices = new ZendeskNotices(calls, mapping, store, tickets);
        this.outbox = new ZendeskOutbox(database, calls, notices, tickets, cursors, clock);
    }

    /** Returns the host of an account. */
    public static URI host(String subdomain) {
        return URI.create("https://" + subdomain + ".zendesk.com");
    }

    /** Returns the header by which we authenticate ourselves. */
    public static String authorization(String email, String apiToken) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (email + "/token:" + apiToken).getBytes(StandardCharsets.UTF_8));
    }

    /** Checks whether Zendesk accepts our key, and stores the result. */
    public void check() {
        calls.check();
    }

    /** Returns the syncs that read from Zendesk. */
    public List<Sync> syncs() {
        return syncs;
    }

    /** Returns the processing of what Zendesk delivers on its own. */
    public WebhookInbox.Working deliveries() {
        return notices::work;
    }

    /** Returns the delivery of what happened to tickets here. */
    public OutboxDelivery outbox() {
        return outbox;
    }

    @Override
    public void close() {
        client.close();
    }
}
