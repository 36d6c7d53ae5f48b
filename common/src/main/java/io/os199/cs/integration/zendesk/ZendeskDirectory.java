package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.zendesk.ZendeskExport.Form;
import io.os199.cs.integration.zendesk.ZendeskExport.Resource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.RemoteAgents;
import io.os199.cs.support.ticket.RemoteAgents.RemoteAgent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads people and organizations: who works on tickets, and whether somebody has meanwhile said in Zendesk which
 * client an organization with unmatched tickets belongs to. Those tickets are read once more.
 */
final class ZendeskDirectory implements Sync {
    private static final Resource USERS = new Resource("users/cursor", "users", "", Form.BY_CURSOR);
    private static final Resource ORGANIZATIONS =
            new Resource("organizations", "organizations", "", Form.BY_TIME);

    private static final String NAME = "zendesk-people";

    private final Database database;
    private final ZendeskExport export;
    private final RemoteClients clients;

    ZendeskDirectory(Database database, ZendeskExport export, RemoteClients clients) {
        this.database = database;
        this.export = export;
        this.clients = clients;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String cron() {
        return "3 * * * *";
    }

    @Override
    public void run() {
        SoleRound.run(database, NAME, false, this::run);
    }

    /** Reads users and organizations; if one cannot be read, the other still is. */
    private boolean run(SoleRound round) {
        boolean users = export.read(round, USERS, null, this::users);
        boolean organizations = export.read(round, ORGANIZATIONS, null, this::organizations);
        return users && organizations;
    }

    private ZendeskStore.Counts users(Transaction tx, JsonNode body) {
        List<RemoteAgent> agents = new ArrayList<>();
        List<RemoteKey> keys = new ArrayList<>();
        for (JsonNode each : body.path("users")) {
            ZendeskPeople.User user = ZendeskPeople.user(each);
            if (user.isAgent() && each.path("active").asBoolean(true)) {
                agents.add(ZendeskStore.agent(user, null));
            } else {
                keys.add(new RemoteKey(user.id(), null, user.email()));
            }
        }
        Map<String, String> known = RemoteAgents.of(tx, TicketSource.ZENDESK, agents);
        clients.recognise(tx, Integration.ZENDESK, ZendeskStore.USER, keys);
        return new ZendeskStore.Counts(known.size(), body.path("users").size() - known.size(), 0);
    }

    private ZendeskStore.Counts organizations(Transaction tx, JsonNode body) {
        List<RemoteKey> keys = new ArrayList<>();
        for (JsonNode each : body.path("organizations")) {
            ZendeskPeople.Organization organization = ZendeskPeople.organization(each);
            keys.add(new RemoteKey(organization.id(), organization.externalId(), null));
        }
        int matched = clients.recognise(tx, Integration.ZENDESK, ZendeskStore.ORGANIZATION, keys);
        return new ZendeskStore.Counts(matched, keys.size() - matched, 0);
    }
}
