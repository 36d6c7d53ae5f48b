package io.os199.cs.integration.intercom;

import io.os199.cs.integration.Integration;
import io.os199.cs.integration.RemoteClients;
import io.os199.cs.integration.RemoteClients.RemoteKey;
import io.os199.cs.integration.RemoteClients.Unmatched;
import io.os199.cs.integration.intercom.IntercomConversation.Change;
import io.os199.cs.integration.intercom.IntercomConversation.Said;
import io.os199.cs.integration.intercom.IntercomPeople.Company;
import io.os199.cs.integration.intercom.IntercomPeople.Contact;
import io.os199.cs.integration.intercom.IntercomReader.Read;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.model.TicketCategory;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.RemoteAgents;
import io.os199.cs.support.ticket.RemoteAgents.RemoteAgent;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.support.ticket.RemoteTickets.Author;
import io.os199.cs.support.ticket.RemoteTickets.Known;
import io.os199.cs.support.ticket.RemoteTickets.Pending;
import io.os199.cs.support.ticket.RemoteTickets.Remote;
import io.os199.cs.support.ticket.RemoteTickets.RemoteComment;
import io.os199.cs.support.ticket.RemoteTickets.RemoteStatus;
import io.os199.cs.support.ticket.RemoteTickets.Stored;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the clients that conversations belong to, and stores the conversations with what was said. */
final class IntercomStore {
    static final String COMPANY = "company";
    static final String CONTACT = "contact";

    /** The kind of a conversation whose people Intercom no longer knows. */
    static final String CONVERSATION = "conversation";

    private static final Integration INTERCOM = Integration.INTERCOM;
    private static final TicketSource SOURCE = TicketSource.INTERCOM;
    private static final String SCALE = "five_point";

    private final RemoteTickets tickets;
    private final RemoteClients clients;

    IntercomStore(RemoteTickets tickets, RemoteClients clients) {
        this.tickets = tickets;
        this.clients = clients;
    }

    /** The number of conversations by result. */
    record Counts(int stored, int unchanged, int unmatched, int skipped) {}

    Counts store(Transaction tx, Collection<Read> page) {
        List<Read> asked = new ArrayList<>();
        int skipped = 0;
        for (Read each : page) {
            if (each.isGone()) {
                tickets.deleted(tx, SOURCE, each.id());
            }
            if (each.conversation().isPresent()) {
                asked.add(each);
            } else {
                skipped++;
            }
        }
        Map<String, String> byCompany = clients.find(tx, INTERCOM, COMPANY, companies(asked));
        Map<String, String> byContact = clients.find(tx, INTERCOM, CONTACT, contacts(asked));
        Map<String, String> byItself =
                clients.find(tx, INTERCOM, CONVERSATION, conversations(asked));
        Map<String, Known> known = tickets.known(tx, SOURCE, asked.stream().map(Read::id).toList());
        Map<String, String> agents = agents(tx, asked);
        List<Remote> remotes = new ArrayList<>();
        List<RemoteComment> comments = new ArrayList<>();
        List<RemoteStatus> statuses = new ArrayList<>();
        List<Read> nobodys = new ArrayList<>();
        for (Read each : asked) {
            IntercomConversation conversation = each.conversation().orElseThrow();
            String clientId = client(each.contact(), byCompany, byContact);
            clientId = clientId == null ? byItself.get(conversation.id()) : clientId;
            Known stored = known.get(conversation.id());
            if (clientId == null && stored != null) {
                // It stays where it is as long as nothing says whose it is.
                clientId = stored.clientId();
            }
            if (clientId == null) {
                nobodys.add(each);
                continue;
            }
            remotes.add(remote(each, conversation, clientId, agents));
            conversation.said().forEach(said -> comments.add(comment(conversation, said, agents)));
            conversation.changes().forEach(change -> statuses.add(status(conversation, change)));
        }
        unmatched(tx, nobodys);
        Stored stored = tickets.store(tx, SOURCE, remotes, Pending.KEPT);
        tickets.tell(tx, SOURCE, comments, statuses);
        return new Counts(
                stored.inserted() + stored.updated(), stored.unchanged(), nobodys.size(), skipped);
    }

    private static List<RemoteKey> companies(List<Read> asked) {
        Map<String, RemoteKey> keys = new HashMap<>();
        for (Read each : asked) {
            Contact contact = each.contact();
            if (contact != null) {
                for (Company company : contact.companies()) {
                    keys.put(company.id(), new RemoteKey(company.id(), company.companyId(), null));
                }
            }
        }
        return List.copyOf(keys.values());
    }

    private static List<RemoteKey> contacts(List<Read> asked) {
        Map<String, RemoteKey> keys = new HashMap<>();
        for (Read each : asked) {
            Contact contact = each.contact();
            if (contact != null) {
                keys.put(contact.id(), new RemoteKey(contact.id(), null, contact.email()));
            }
        }
        return List.copyOf(keys.values());
    }

    private static List<RemoteKey> conversations(List<Read> asked) {
        return asked.stream()
                .map(each -> each.conversation().orElseThrow())
                .map(each -> new RemoteKey(each.id(), null, each.authorEmail()))
                .toList();
    }

    private static @Nullable String client(
            @Nullable Contact contact,
            Map<String, String> byCompany,
            Map<String, String> byContact) {
        if (contact == null) {
            return null;
        }
        return contact.companies().stream()
                .map(each -> byCompany.get(each.id()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(byContact.get(contact.id()));
    }

    private static Map<String, String> agents(Transaction tx, List<Read> asked) {
        Map<String, RemoteAgent> agents = new HashMap<>();
        for (Read each : asked) {
            IntercomConversation conversation = each.conversation().orElseThrow();
            Map<String, RemoteAgent> admins = each.staff().admins();
            String assignee = conversation.adminId();
            if (assignee != null && admins.containsKey(assignee)) {
                agents.put(assignee, Objects.requireNonNull(admins.get(assignee)));
            }
            for (Said said : conversation.said()) {
                String id = said.authorId();
                if (said.author() == Author.AGENT && id != null && admins.containsKey(id)) {
                    agents.put(id, Objects.requireNonNull(admins.get(id)));
                }
            }
        }
        return RemoteAgents.of(tx, SOURCE, agents.values());
    }

    private static Remote remote(
            Read read,
            IntercomConversation conversation,
            String clientId,
            Map<String, String> agents) {
        Contact contact = read.contact();
        String email = conversation.authorEmail();
        String name = conversation.authorName();
        String admin = conversation.adminId();
        String team = conversation.teamId();
        return new Remote(
                clientId,
                conversation.id(),
                conversation.subject(),
                conversation.description(),
                conversation.priority(),
                TicketCategory.OTHER,
                conversation.status(),
                email == null && contact != null ? contact.email() : email,
                name == null && contact != null ? contact.name() : name,
                admin == null ? null : agents.get(admin),
                team == null ? null : read.staff().teams().get(team),
                conversation.tags(),
                conversation.openedAt(),
                conversation.updatedAt(),
                conversation.rating(),
                conversation.rating() == null ? null : SCALE,
                conversation.remark(),
                conversation.isCustomers(),
                false);
    }

    private static RemoteComment comment(
            IntercomConversation conversation, Said said, Map<String, String> agents) {
        String author = said.authorId();
        return new RemoteComment(
                conversation.id(),
                said.id(),
                said.author(),
                said.author() == Author.AGENT && author != null ? agents.get(author) : null,
                said.email(),
                said.isPublic(),
                said.text(),
                said.at());
    }

    private static RemoteStatus status(IntercomConversation conversation, Change change) {
        return new RemoteStatus(
                conversation.id(), change.id(), change.from(), change.to(), change.at());
    }

    private void unmatched(Transaction tx, List<Read> nobodys) {
        Map<String, Unmatched> companies = new HashMap<>();
        Map<String, Unmatched> contacts = new HashMap<>();
        Map<String, Unmatched> conversations = new HashMap<>();
        for (Read each : nobodys) {
            Contact contact = each.contact();
            Instant at = each.conversation().orElseThrow().updatedAt();
            if (contact == null) {
                Unmatched.count(conversations, each.id(), at);
            } else if (contact.companies().isEmpty()) {
                Unmatched.count(contacts, contact.id(), at);
            } else {
                Unmatched.count(companies, contact.companies().getFirst().id(), at);
            }
        }
        clients.unmatched(tx, INTERCOM, COMPANY, companies.values());
        clients.unmatched(tx, INTERCOM, CONTACT, contacts.values());
        clients.unmatched(tx, INTERCOM, CONVERSATION, conversations.values());
    }
}
