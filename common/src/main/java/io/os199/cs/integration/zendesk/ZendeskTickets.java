package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.zendesk.ZendeskExport.Form;
import io.os199.cs.integration.zendesk.ZendeskExport.Resource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.ticket.RemoteTickets.Pending;

import java.util.ArrayList;
import java.util.List;

/** Reads tickets that were changed. */
final class ZendeskTickets implements Sync {
    /** The people and other records that tickets name. */
    static final String INCLUDE = "users,organizations,groups";

    static final Resource TICKETS =
            new Resource("tickets/cursor", "tickets", INCLUDE, Form.BY_CURSOR);

    private static final String NAME = "zendesk-tickets";

    private final Database database;
    private final ZendeskExport export;
    private final ZendeskMapping mapping;
    private final ZendeskStore store;
    private final IntegrationStates states;

    ZendeskTickets(
            Database database,
            ZendeskExport export,
            ZendeskMapping mapping,
            ZendeskStore store,
            IntegrationStates states) {
        this.database = database;
        this.export = export;
        this.mapping = mapping;
        this.store = store;
        this.states = states;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String cron() {
        return "*/5 * * * *";
    }

    @Override
    public void run() {
        SoleRound.run(
                database,
                NAME,
                false,
                round -> {
                    boolean whole = export.read(round, TICKETS, null, this::store);
                    if (whole) {
                        states.synced(Integration.ZENDESK);
                    }
                    return whole;
                });
    }

    private ZendeskStore.Counts store(Transaction tx, JsonNode body) {
        ZendeskPeople people = ZendeskPeople.of(body);
        List<ZendeskTicket> tickets = new ArrayList<>();
        for (JsonNode each : body.path("tickets")) {
            mapping.ticket(each, people).ifPresent(tickets::add);
        }
        return store.store(tx, tickets, Pending.KEPT);
    }
}
