package io.os199.cs.integration.zendesk;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.integration.AnswerBody;
import io.os199.cs.integration.Sync;
import io.os199.cs.integration.zendesk.ZendeskExport.Form;
import io.os199.cs.integration.zendesk.ZendeskExport.Resource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.http.VendorAnswer;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.model.TicketStatus;
import io.os199.cs.support.ticket.RemoteAgents;
import io.os199.cs.support.ticket.RemoteTickets;
import io.os199.cs.support.ticket.RemoteTickets.Author;
import io.os199.cs.support.ticket.RemoteTickets.RemoteComment;
import io.os199.cs.support.ticket.RemoteTickets.RemoteStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what was said about tickets and how they progressed, no further than the tickets themselves were read, so
 * that each event finds its ticket. The text that a ticket was created with is its description, not a comment.
 */
final class ZendeskTicketEvents implements Sync {
    static final Resource EVENTS =
            new Resource("ticket_events", "ticket_events", "comment_events", Form.BY_TIME);

    private static final String NAME = "zendesk-ticket-events";
    private static final String AUTHORS = "/api/v2/users/show_many";
    private static final int AUTHORS_AT_ONCE = 100;

    private final Database database;
    private final ZendeskExport export;
    private final ZendeskCalls calls;
    private final RemoteTickets tickets;

    ZendeskTicketEvents(
            Database database, ZendeskExport export, ZendeskCalls calls, RemoteTickets tickets) {
        this.database = database;
        this.export = export;
        this.calls = calls;
        this.tickets = tickets;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Runs a while after the tickets. */
    @Override
    public String cron() {
        return "2-59/5 * * * *";
    }

    @Override
    public void run() {
        SoleRound.run(
                database,
                NAME,
                false,
                round ->
                        export.completeTo(ZendeskTickets.TICKETS)
                                .map(until -> export.read(round, EVENTS, until, new Events()))
                                .orElse(false));
    }

    /** A page of events, with the people who wrote what is in it. */
    private final class Events implements ZendeskExport.Page {
        private final Map<String, ZendeskPeople.User> authors = new HashMap<>();

        /** Fetches the authors, because nothing else says whether an author works for us. */
        @Override
        public boolean prepare(JsonNode body) {
            Set<String> unknown = new HashSet<>();
            Set<String> ids = new HashSet<>();
            for (JsonNode event : body.path("ticket_events")) {
                ids.add(event.path("ticket_id").asText());
            }
            Set<String> known =
                    Set.copyOf(
                            database.current(tx -> tickets.known(tx, TicketSource.ZENDESK, ids))
                                    .keySet());
            for (JsonNode event : body.path("ticket_events")) {
                if (known.contains(event.path("ticket_id").asText())) {
                    for (JsonNode child : event.path("child_events")) {
                        String author = ZendeskPeople.text(child.path("author_id"));
                        if (isComment(child)
                                && author != null
                                && author.matches("\\d{1,19}")
                                && !authors.containsKey(author)) {
                            unknown.add(author);
                        }
                    }
                }
            }
            List<String> asked = unknown.stream().sorted().toList();
            for (int i = 0; i < asked.size(); i += AUTHORS_AT_ONCE) {
                if (!ask(asked.subList(i, Math.min(asked.size(), i + AUTHORS_AT_ONCE)))) {
                    return false;
                }
            }
            return true;
        }

        private boolean ask(Collection<String> ids) {
            VendorAnswer answer = calls.read(AUTHORS, AUTHORS + "?ids=" + String.join(",", ids));
            JsonNode users = AnswerBody.object(answer);
            if (users == null) {
                calls.stopped("users", answer);
                return false;
            }
            for (JsonNode each : users.path("users")) {
                ZendeskPeople.User user = ZendeskPeople.user(each);
                authors.put(user.id(), user);
            }
            return true;
        }

        @Override
        public ZendeskStore.Counts store(Transaction tx, JsonNode body) {
            Map<String, String> agents =
                    RemoteAgents.of(
                            tx,
                            TicketSource.ZENDESK,
                            authors.values().stream()
                                    .filter(ZendeskPeople.User::isAgent)
                                    .map(each -> ZendeskStore.agent(each, null))
                                    .toList());
            List<RemoteComment> comments = new ArrayList<>();
            List<RemoteStatus> statuses = new ArrayList<>();
            for (JsonNode event : body.path("ticket_events")) {
                read(event, agents, comments, statuses);
            }
            int told = tickets.tell(tx, TicketSource.ZENDESK, comments, statuses);
            return new ZendeskStore.Counts(told, comments.size() + statuses.size() - told, 0);
        }

        private void read(
                JsonNode event,
                Map<String, String> agents,
                List<RemoteComment> comments,
                List<RemoteStatus> statuses) {
            String ticket = ZendeskPeople.text(event.path("ticket_id"));
            Instant at = at(event);
            if (ticket == null || at == null) {
                return;
            }
            boolean isCreation = false;
            for (JsonNode child : event.path("child_events")) {
                isCreation |= type(child).equals("Create");
            }
            for (JsonNode child : event.path("child_events")) {
                String id = ZendeskPeople.text(child.path("id"));
                if (id == null) {
                    continue;
                }
                if (isComment(child)) {
                    if (!isCreation) {
                        comments.add(comment(ticket, id, at, child, agents));
                    }
                } else if (type(child).equals("Change")) {
                    TicketStatus to = status(child, "status", "value");
                    if (to != null) {
                        statuses.add(
                                new RemoteStatus(
                                        ticket,
                                        id,
                                        status(child, "previous_value", "previous_value"),
                                        to,
                                        at));
                    }
                }
            }
        }

        private RemoteComment comment(
                String ticket, String id, Instant at, JsonNode child, Map<String, String> agents) {
            ZendeskPeople.User author = authors.get(child.path("author_id").asText());
            boolean isAgent = author != null && author.isAgent();
            Instant said = ZendeskMapping.instant(child.path("created_at"));
            return new RemoteComment(
                    ticket,
                    id,
                    author == null ? Author.SYSTEM : isAgent ? Author.AGENT : Author.CUSTOMER,
                    author != null && isAgent ? agents.get(author.id()) : null,
                    author == null ? null : author.email(),
                    child.path("public").asBoolean(false),
                    child.path("body").asText(""),
                    said == null ? at : said);
        }
    }

    private static boolean isComment(JsonNode child) {
        return type(child).equals("Comment");
    }

    private static String type(JsonNode child) {
        String type = child.path("event_type").asText();
        return type.isEmpty() ? child.path("type").asText() : type;
    }

    /**
     * Returns the status in a change. In the export the field that changed is the key; in audits its name is beside
     * it.
     */
    private static @Nullable TicketStatus status(JsonNode child, String named, String beside) {
        boolean isNamed = child.has("status");
        if (!isNamed && !child.path("field_name").asText().equals("status")) {
            return null;
        }
        return ZendeskMapping.status(child.path(isNamed ? named : beside).asText(), true)
                .orElse(null);
    }

    private static @Nullable Instant at(JsonNode event) {
        Instant created = ZendeskMapping.instant(event.path("created_at"));
        JsonNode timestamp = event.path("timestamp");
        return created == null && timestamp.isIntegralNumber()
                ? Instant.ofEpochSecond(timestamp.asLong())
                : created;
    }
}
