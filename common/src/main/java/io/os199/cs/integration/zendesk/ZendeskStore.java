package io.os199.cs.integration.zendesk;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.RemoteClients.Unmatched;
import io.os199.cs.integration.SyncCursors;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.RemoteAgents;
import io.os199.cs.support.ticket.RemoteAgents.RemoteAgent;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.support.ticket.RemoteTickets.Known;
import io.os199.cs.support.ticket.RemoteTickets.Pending;
import io.os199.cs.support.ticket.RemoteTickets.Remote;
import io.os199.cs.support.ticket.RemoteTickets.Stored;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the clients that tickets belong to, and stores the tickets. */
final class ZendeskStore {
    static final String ORGANIZATION = "organization";
    static final String USER = "user";

    private static final Integration ZENDESK = Integration.ZENDESK;
    private static final TicketSource SOURCE = TicketSource.ZENDESK;

    /**
     * How far back the events of tickets are read again; older tickets have theirs read with them once they get a
     * client.
     */
    private static final Duration LONGEST_BACK = Duration.ofDays(7);

    private final RemoteTickets tickets;
    private final RemoteClients clients;
    private final SyncCursors cursors;
    private final Clock clock;

    ZendeskStore(RemoteTickets tickets, RemoteClients clients, Clock clock) {
        this.tickets = tickets;
        this.clients = clients;
        this.cursors = new SyncCursors(clock);
        this.clock = clock;
    }

    /** The number of tickets by result. */
    record Counts(int stored, int unchanged, int unmatched) {}

    /**
     * Stores a page of tickets. A ticket that was made from one of ours stays ours, and only shows that Zendesk has
     * it. The events of one that is new here were left out until now, and are read once more.
     */
    Counts store(Transaction tx, Collection<ZendeskTicket> page, Pending pending) {
        // The newest version of each id.
        Map<String, ZendeskTicket> newest = new HashMap<>();
        page.forEach(
                each ->
                        newest.merge(
                                each.id(),
                                each,
                                (one, other) ->
                                        one.updatedAt().isAfter(other.updatedAt()) ? one : other));
        List<ZendeskTicket> all = new ArrayList<>();
        Map<String, String> ours =
                tickets.ours(
                        tx,
                        newest.values().stream()
                                .flatMap(each -> Stream.ofNullable(each.ours()))
                                .toList());
        for (ZendeskTicket each : newest.values()) {
            String own = each.ours();
            String clientId = own == null ? null : ours.get(own);
            if (own != null && clientId != null) {
                tickets.linked(tx, clientId, own, each.id());
            } else {
                all.add(each);
            }
        }
        int linked = newest.size() - all.size();
        Map<String, Known> known = tickets.known(tx, SOURCE, newest.keySet());
        Map<String, String> byOrganization = organizations(tx, all);
        Map<String, String> byUser = users(tx, all, byOrganization);
        Map<String, String> agents = agents(tx, all);
        List<Remote> remotes = new ArrayList<>();
        List<ZendeskTicket> nobodys = new ArrayList<>();
        for (ZendeskTicket each : all) {
            String clientId = client(each, byOrganization, byUser, known.get(each.id()));
            if (clientId != null) {
                remotes.add(remote(each, clientId, agents));
            } else if (!each.deleted()) {
                nobodys.add(each);
            }
        }
        unmatched(tx, nobodys);
        Stored stored = tickets.store(tx, SOURCE, remotes, pending);
        Instant firstOpenedAt = stored.firstOpenedAt();
        if (firstOpenedAt != null) {
            Instant earliest = clock.instant().minus(LONGEST_BACK);
            cursors.back(
                    tx,
                    ZENDESK,
                    ZendeskTicketEvents.EVENTS.resource(),
                    firstOpenedAt.isBefore(earliest) ? earliest : firstOpenedAt);
        }
        return new Counts(
                stored.inserted() + stored.updated(), stored.unchanged() + linked, nobodys.size());
    }

    /** Returns the client of a ticket; a known ticket stays where it is as long as nothing says whose it is. */
    private static @Nullable String client(
            ZendeskTicket ticket,
            Map<String, String> byOrganization,
            Map<String, String> byUser,
            @Nullable Known known) {
        String client =
                ticket.organization() == null
                        ? null
                        : byOrganization.get(ticket.organization().id());
        if (client == null && ticket.requester() != null) {
            client = byUser.get(ticket.requester().id());
        }
        return client == null && known != null ? known.clientId() : client;
    }

    private Map<String, String> organizations(Transaction tx, List<ZendeskTicket> tickets) {
        Map<String, RemoteKey> keys = new HashMap<>();
        for (ZendeskTicket each : tickets) {
            ZendeskPeople.Organization organization = each.organization();
            if (organization != null) {
                keys.put(
                        organization.id(),
                        new RemoteKey(organization.id(), organization.externalId(), null));
            }
        }
        return clients.find(tx, ZENDESK, ORGANIZATION, keys.values());
    }

    private Map<String, String> users(
            Transaction tx, List<ZendeskTicket> tickets, Map<String, String> byOrganization) {
        Map<String, RemoteKey> keys = new HashMap<>();
        for (ZendeskTicket each : tickets) {
            ZendeskPeople.User user = each.requester();
            boolean isFound =
                    each.organization() != null
                            && byOrganization.containsKey(each.organization().id());
            if (user != null && !isFound) {
                keys.put(user.id(), new RemoteKey(user.id(), null, user.email()));
            }
        }
        return clients.find(tx, ZENDESK, USER, keys.values());
    }

    private static Map<String, String> agents(Transaction tx, List<ZendeskTicket> tickets) {
        Map<String, RemoteAgent> agents = new HashMap<>();
        for (ZendeskTicket each : tickets) {
            ZendeskPeople.User user = each.assignee();
            if (user != null) {
                agents.put(user.id(), agent(user, each.team()));
            }
        }
        return RemoteAgents.of(tx, SOURCE, agents.values());
    }

    static RemoteAgent agent(ZendeskPeople.User user, @Nullable String team) {
        return new RemoteAgent(
                user.id(),
                user.name() == null ? "" : user.name(),
                user.email() == null ? "" : user.email(),
                team);
    }

    private void unmatched(Transaction tx, List<ZendeskTicket> tickets) {
        Map<String, Unmatched> organizations = new HashMap<>();
        Map<String, Unmatched> users = new HashMap<>();
        for (ZendeskTicket each : tickets) {
            if (each.organization() != null) {
                Unmatched.count(organizations, each.organization().id(), each.openedAt());
            } else if (each.requester() != null) {
                Unmatched.count(users, each.requester().id(), each.openedAt());
            }
        }
        clients.unmatched(tx, ZENDESK, ORGANIZATION, organizations.values());
        clients.unmatched(tx, ZENDESK, USER, users.values());
    }

    private static Remote remote(
            ZendeskTicket ticket, String clientId, Map<String, String> agents) {
        ZendeskPeople.User requester = ticket.requester();
        ZendeskPeople.User assignee = ticket.assignee();
        return new Remote(
                clientId,
                ticket.id(),
                ticket.subject(),
                ticket.descriptionText(),
                ticket.priority(),
                ticket.category(),
                ticket.status(),
                requester == null ? null : requester.email(),
                requester == null ? null : requester.name(),
                assignee == null ? null : agents.get(assignee.id()),
                ticket.team(),
                ticket.tags(),
                ticket.openedAt(),
                ticket.updatedAt(),
                ticket.satisfaction(),
                ticket.satisfaction() == null ? null : "binary",
                ticket.satisfactionCommentText(),
                true,
                ticket.deleted());
    }
}
