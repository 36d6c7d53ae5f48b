package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.zendesk.ZendeskExport.Form;
import io.os199.cs.integration.zendesk.ZendeskExport.Resource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.RemoteAgents;
import io.os199.cs.support.ticket.RemoteAgents.RemoteAgent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads people and organizations: who works on tickets, and whether somebody has meanwhile said, there or here, which
 * client an organization or a person with unmatched tickets belongs to. Those tickets are read once more.
 */
final class ZendeskDirectory implements Sync {
    private static final Resource USERS = new Resource("users/cursor", "users", "", Form.BY_CURSOR);
    private static final Resource ORGANIZATIONS =
            new Resource("organizations", "organizations", "", Form.BY_TIME);

    private static final int AT_ONCE = 100;
    private static final int MOST_NOBODYS = 500;

    private static final String NAME = "zendesk-people";

    private final Database database;
    private final ZendeskExport export;
    private final ZendeskCalls calls;
    private final RemoteClients clients;

    ZendeskDirectory(
            Database database, ZendeskExport export, ZendeskCalls calls, RemoteClients clients) {
        this.database = database;
        this.export = export;
        this.calls = calls;
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

    /**
     * Reads users and organizations; if one cannot be read, the other still is. While tickets or what was said about
     * them are being read from earlier on, nothing more is asked for: what it would find would begin that anew.
     */
    private boolean run(SoleRound round) {
        boolean whole = export.read(round, USERS, null, this::users);
        whole &= export.read(round, ORGANIZATIONS, null, this::organizations);
        if (export.isRead(ZendeskTickets.TICKETS, Duration.ofHours(1))
                && export.isRead(ZendeskTicketEvents.EVENTS, Duration.ofDays(1))) {
            whole &= ask(round, ORGANIZATIONS, ZendeskStore.ORGANIZATION);
            whole &= ask(round, USERS, ZendeskStore.USER);
        }
        return whole;
    }

    /** Asks for some unmatched records: the export leaves out what did not change there, whatever changed here. */
    private boolean ask(SoleRound round, Resource resource, String kind) {
        List<String> ids =
                database
                        .current(tx -> clients.nobodys(tx, Integration.ZENDESK, kind, MOST_NOBODYS))
                        .stream()
                        .filter(id -> id.matches("\\d{1,19}"))
                        .toList();
        for (int i = 0; i < ids.size(); i += AT_ONCE) {
            round.stay();
            List<String> some = ids.subList(i, Math.min(ids.size(), i + AT_ONCE));
            String path = "/api/v2/" + resource.records() + "/show_many";
            VendorAnswer answer = calls.read(path, path + "?ids=" + String.join(",", some));
            JsonNode body = AnswerBody.object(answer);
            if (body == null) {
                calls.stopped(resource.records(), answer);
                return false;
            }
            List<RemoteKey> keys = new ArrayList<>();
            body.path(resource.records()).forEach(each -> keys.add(key(kind, each)));
            database.write(tx -> clients.recognise(tx, Integration.ZENDESK, kind, keys));
            if (answer instanceof VendorAnswer.Done done && !calls.goesOn(done)) {
                return false;
            }
        }
        return true;
    }

    private static RemoteKey key(String kind, JsonNode record) {
        if (kind.equals(ZendeskStore.USER)) {
            ZendeskPeople.User user = ZendeskPeople.user(record);
            return new RemoteKey(user.id(), null, user.email());
        }
        ZendeskPeople.Organization organization = ZendeskPeople.organization(record);
        return new RemoteKey(organization.id(), organization.externalId(), null);
    }

    private ZendeskStore.Counts users(Transaction tx, JsonNode body) {
        List<RemoteAgent> agents = new ArrayList<>();
        List<RemoteKey> keys = new ArrayList<>();
        for (JsonNode each : body.path("users")) {
            ZendeskPeople.User user = ZendeskPeople.user(each);
            if (user.isAgent() && each.path("active").asBoolean(true)) {
                agents.add(ZendeskStore.agent(user, null));
            } else {
                keys.add(key(ZendeskStore.USER, each));
            }
        }
        Map<String, String> known = RemoteAgents.of(tx, TicketSource.ZENDESK, agents);
        clients.recognise(tx, Integration.ZENDESK, ZendeskStore.USER, keys);
        return new ZendeskStore.Counts(known.size(), body.path("users").size() - known.size(), 0);
    }

    private ZendeskStore.Counts organizations(Transaction tx, JsonNode body) {
        List<RemoteKey> keys = new ArrayList<>();
        for (JsonNode each : body.path("organizations")) {
            keys.add(key(ZendeskStore.ORGANIZATION, each));
        }
        int matched = clients.recognise(tx, Integration.ZENDESK, ZendeskStore.ORGANIZATION, keys);
        return new ZendeskStore.Counts(matched, keys.size() - matched, 0);
    }
}
