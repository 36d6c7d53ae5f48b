package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tools.support.TicketAnswer.Comment;
import io.os199.cs.api.tools.support.TicketAnswer.Counts;
import io.os199.cs.api.tools.support.TicketAnswer.History;
import io.os199.cs.api.tools.support.TicketAnswer.Items;
import io.os199.cs.api.tools.support.TicketAnswer.Related;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.support.knowledge.ArticleFilter;
import io.os199.cs.support.knowledge.Knowledge;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketFilter;
import io.os199.cs.support.ticket.ClockedTicket;
import io.os199.cs.support.ticket.SupportTeams;
import io.os199.cs.support.ticket.TicketHistory;
import io.os199.cs.support.ticket.TicketList;
import io.os199.cs.support.ticket.TicketList.Listed;
import io.os199.cs.support.ticket.Tickets;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads tickets: one with its comments, or a list. */
final class TicketLists {
    private static final int USUAL_LIMIT = 20;
    private static final int USUAL_COMMENTS = 10;
    private static final int SHOWN_CHANGES = 20;
    private static final int RELATED = 3;

    private final ClientDirectory clients;
    private final Cursors cursors;

    TicketLists(ClientDirectory clients, Cursors cursors) {
        this.clients = clients;
        this.cursors = cursors;
    }

    /** Identifies the list of the comments of one ticket. */
    private record CommentsOf(String ticketId) {}

    /** Where a page begins. */
    private record Start(@Nullable Instant at, @Nullable String id) {
        static final Start FIRST = new Start(null, null);

        static Start of(List<@Nullable String> values) {
            String at = values.get(0);
            return new Start(at == null ? null : Instant.parse(at), values.get(1));
        }

        static List<@Nullable String> values(@Nullable Instant at, String id) {
            List<@Nullable String> values = new ArrayList<>();
            values.add(at == null ? null : at.toString());
            values.add(id);
            return values;
        }
    }

    private Answer<Start> start(String digest, @Nullable String cursor) {
        return cursor == null
                ? Answer.of(Start.FIRST)
                : cursors.open(digest, cursor).map(Start::of);
    }

    Answer<TicketAnswer> get(Transaction tx, TicketInput input, Call call) {
        return Tickets.find(tx, Objects.requireNonNull(input.ticketId()))
                .then(
                        stored -> {
                            String digest =
                                    Cursors.digest(
                                            "ticket_comments",
                                            new CommentsOf(stored.ticket().ticketId()));
                            return start(digest, input.cursor())
                                    .map(start -> whole(tx, stored, start, digest, call));
                        });
    }

    private TicketAnswer whole(
            Transaction tx, ClockedTicket stored, Start start, String digest, Call call) {
        TicketHistory history = new TicketHistory(tx, stored.ticket());
        List<Comment> rows =
                history.comments(start.at(), start.id(), USUAL_COMMENTS + 1).stream()
                        .map(Comment::of)
                        .toList();
        History rest =
                new History(
                        List.of(), history.commentCount(), history.statusChanges(SHOWN_CHANGES));
        // Later pages of comments do not repeat them.
        List<Related> related = start.id() == null ? related(tx, stored.ticket(), call) : null;
        Page<Comment> page =
                Page.of(
                        rows,
                        USUAL_COMMENTS,
                        Objects.requireNonNull(rest.commentCount()),
                        AnswerBudget.USUAL,
                        TicketAnswer.read(stored, rest, related, null, null, call.now()),
                        last -> cursors.after(digest, Start.values(last.at(), last.commentId())));
        return TicketAnswer.read(
                stored,
                new History(page.items(), rest.commentCount(), rest.statusChanges()),
                related,
                page.nextCursor(),
                null,
                call.now());
    }

    private static List<Related> related(Transaction tx, Ticket ticket, Call call) {
        return new Knowledge(tx, call.now())
                        .answering(
                                ArticleFilter.forCustomers(null, null, ticket.clientId()),
                                ticket.subject(),
                                WireName.of(ticket.category()),
                                RELATED)
                        .stream()
                        .map(Related::of)
                        .toList();
    }

    Answer<TicketAnswer> list(Transaction tx, TicketInput input, Call call) {
        String reference = input.clientId();
        return (reference == null
                        ? Answer.of(new Scope(null))
                        : clients.resolve(tx, reference)
                                .map(client -> new Scope(client.clientId())))
                .then(scope -> agent(tx, input).then(agent -> list(tx, input, scope, agent, call)));
    }

    /** The client whose tickets are read; absent for all. */
    private record Scope(@Nullable String clientId) {}

    /** The agent whose tickets are read; absent for all. */
    private record Agent(@Nullable String agentId) {}

    private static Answer<Agent> agent(Transaction tx, TicketInput input) {
        String agent = input.assignedAgent();
        return agent == null
                ? Answer.of(new Agent(null))
                : Tickets.agent(tx, "assigned_agent", agent).map(Agent::new);
    }

    private Answer<TicketAnswer> list(
            Transaction tx, TicketInput input, Scope scope, Agent agent, Call call) {
        String team = input.team();
        return team == null
                ? list(tx, input, scope, agent, null, call)
                : SupportTeams.find(tx, "team", team)
                        .then(found -> list(tx, input, scope, agent, found, call));
    }

    private Answer<TicketAnswer> list(
            Transaction tx,
            TicketInput input,
            Scope scope,
            Agent agent,
            @Nullable String team,
            Call call) {
        TicketFilter filter =
                new TicketFilter(
                        scope.clientId(),
                        input.priority(),
                        input.category(),
                        input.status(),
                        agent.agentId(),
                        team,
                        input.slaState(),
                        input.text(),
                        call.now());
        String digest =
                Cursors.digest(
                        "tickets",
                        new TicketFilter(
                                filter.clientId(),
                                filter.priority(),
                                filter.category(),
                                filter.status(),
                                filter.agentId(),
                                filter.team(),
                                filter.slaState(),
                                filter.text(),
                                Instant.EPOCH));
        return start(digest, input.cursor())
                .map(start -> list(tx, input, filter, start, digest, call));
    }

    private TicketAnswer list(
            Transaction tx,
            TicketInput input,
            TicketFilter filter,
            Start start,
            String digest,
            Call call) {
        TicketList list = new TicketList(tx, filter);
        List<Listed> listed = list.after(start.at(), start.id(), input.limit() + 1);
        TicketList.Counts counts = list.counts();
        Items rest = new Items(List.of(), counts.totalCount(), Counts.of(counts));
        Page<TicketView> page =
                Page.of(
                        listed.stream().map(TicketView::listed).toList(),
                        input.limit(),
                        counts.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        TicketAnswer.listed(rest, null, call.now()),
                        last -> cursors.after(digest, Start.values(last.dueAt(), last.ticketId())));
        return TicketAnswer.listed(
                new Items(page.items(), page.totalCount(), rest.counts()),
                page.nextCursor(),
                call.now());
    }
}
