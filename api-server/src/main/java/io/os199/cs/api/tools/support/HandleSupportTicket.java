package io.os199.cs.api.tools.support;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.support.TicketInput.Action;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.model.TicketChange;
import io.os199.cs.support.model.TicketSource;
import io.os199.cs.support.ticket.ClockedTicket;
import io.os199.cs.support.ticket.Tickets;
import io.os199.cs.support.ticket.Tickets.Worked;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One customer's tickets through their life, against the clocks that were promised. */
@ToolInfo(
        name = HandleSupportTicket.NAME,
        title = "Support tickets",
        description =
                "Opens, reads, lists and works support tickets with their SLA clocks."
                        + " Across tickets: manage_escalations.",
        effect = Effect.SEND,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class HandleSupportTicket implements Tool<TicketInput, TicketAnswer> {
    static final String NAME = "handle_support_ticket";

    /**
     * The preview that a person confirms before a customer hears about it.
     *
     * @param ticketId absent for one that is to be opened
     * @param noteText what the customer would read: our note, or the description of a new ticket
     * @param noticesFrom the system that notifies the customer by itself
     */
    public record TicketPreview(
            String clientId,
            String clientName,
            @Nullable String ticketId,
            Action action,
            @Nullable String noteText,
            @Nullable TicketSource noticesFrom)
            implements Preview {
        @Override
        public String question() {
            String what = noteText == null ? "" : " and show the customer this note";
            String notices =
                    noticesFrom == null
                            ? ""
                            : "; %s tells the customer".formatted(WireName.of(noticesFrom));
            return "Do %s with %s of %s%s%s?"
                    .formatted(
                            WireName.of(action),
                            ticketId == null ? "a new ticket" : "ticket " + ticketId,
                            clientName,
                            what,
                            notices);
        }
    }

    private final Database database;
    private final ClientDirectory clients;
    private final Tickets tickets;
    private final TicketLists lists;

    HandleSupportTicket(
            Database database, ClientDirectory clients, Tickets tickets, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.tickets = tickets;
        this.lists = new TicketLists(clients, cursors);
    }

    @Override
    public List<Fault> faults(TicketInput input, Set<String> unread, Call call) {
        return TicketFaults.of(input, unread);
    }

    @Override
    public Answer<TicketAnswer> call(TicketInput input, Call call) {
        if (input.action() == Action.LIST) {
            return database.snapshot(tx -> lists.list(tx, input, call));
        }
        if (input.action() == Action.GET) {
            return database.snapshot(tx -> lists.get(tx, input, call));
        }
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(NeededScopes.onlyReading("list", "get"));
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        boolean isCreating = input.action() == Action.CREATE;
        if ((isCreating && tickets.told() == null)
                || input.action() == Action.RATE
                || call.isRepeated()) {
            return call.write(TicketAnswer.class, tx -> write(tx, input, call));
        }
        if (isCreating) {
            return database.current(
                            tx -> clients.resolve(tx, Objects.requireNonNull(input.clientId())))
                    .then(client -> confirmed(client, input, call));
        }
        return database.current(tx -> Tickets.find(tx, Objects.requireNonNull(input.ticketId())))
                .then(
                        stored ->
                                reachesCustomer(input, stored.ticket())
                                        ? confirmed(stored.ticket(), input, call)
                                        : call.write(
                                                TicketAnswer.class, tx -> write(tx, input, call)));
    }

    /**
     * Whether the customer hears about it: through an agent's note, or from the system that is informed of the
     * ticket.
     */
    private static boolean reachesCustomer(TicketInput input, Ticket ticket) {
        return input.writesToCustomer()
                || (ticket.told() != null && input.action() != Action.ADD_COMMENT);
    }

    private Answer<TicketAnswer> confirmed(ClientRef client, TicketInput input, Call call) {
        TicketPreview preview =
                new TicketPreview(
                        client.clientId(),
                        client.clientName(),
                        null,
                        input.action(),
                        TicketInput.kept(Objects.requireNonNull(input.description())),
                        tickets.told());
        return confirmed(preview, client.clientId(), input, call);
    }

    private Answer<TicketAnswer> confirmed(Ticket ticket, TicketInput input, Call call) {
        TicketPreview preview =
                new TicketPreview(
                        ticket.clientId(),
                        ticket.clientName(),
                        ticket.ticketId(),
                        input.action(),
                        input.writesToCustomer()
                                ? TicketInput.kept(
                                        Objects.requireNonNull(input.customerVisibleNotes()))
                                : null,
                        ticket.told());
        String version = "%s %d".formatted(ticket.ticketId(), ticket.version());
        return confirmed(preview, version, input, call);
    }

    private Answer<TicketAnswer> confirmed(
            TicketPreview preview, String fingerprint, TicketInput input, Call call) {
        if (!call.has(Scope.CS_SEND)) {
            return Answer.refused(unsent(input));
        }
        // A call that would be refused is refused before anyone is asked.
        return database.rehearse(tx -> write(tx, input, call))
                .then(
                        would ->
                                call.writeConfirmed(
                                        preview,
                                        fingerprint,
                                        TicketAnswer.class,
                                        tx -> write(tx, input, call)));
    }

    private static Refusal unsent(TicketInput input) {
        return input.writesToCustomer()
                ? NeededScopes.refusal(
                                "without cs:send nobody can write to the customer", Scope.CS_SEND)
                        .field("customer_visible_notes")
                        .expected("internal_notes")
                : NeededScopes.refusal(
                        "without cs:send a ticket that another system tells the customer of can"
                                + " be neither opened nor changed",
                        Scope.CS_SEND);
    }

    private Answer<TicketAnswer> write(Transaction tx, TicketInput input, Call call) {
        return input.action() == Action.CREATE
                ? create(tx, input, call)
                : work(tx, input, call.doing())
                        .map(
                                worked ->
                                        TicketAnswer.written(
                                                worked.ticket(),
                                                id(worked.followUp()),
                                                null,
                                                input.dryRun(),
                                                call.now()));
    }

    private static @Nullable String id(@Nullable ClockedTicket ticket) {
        return ticket == null ? null : ticket.ticket().ticketId();
    }

    private Answer<TicketAnswer> create(Transaction tx, TicketInput input, Call call) {
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .then(client -> tickets.open(tx, input.toTicket(client.clientId()), call.doing()))
                .map(
                        opened ->
                                TicketAnswer.written(
                                        opened.ticket(),
                                        null,
                                        opened.alike(),
                                        input.dryRun(),
                                        call.now()));
    }

    private Answer<Worked> work(Transaction tx, TicketInput input, Doing doing) {
        TicketChange change = input.toChange();
        return switch (input.action()) {
            case UPDATE -> tickets.update(tx, change, doing);
            case RESOLVE -> tickets.resolve(tx, change, doing);
            case CLOSE -> tickets.close(tx, change, doing);
            case REOPEN -> tickets.reopen(tx, change, doing);
            case ESCALATE -> tickets.escalate(tx, change, doing);
            case ADD_COMMENT -> tickets.comment(tx, change, doing);
            case RATE ->
                    tickets.rate(
                            tx,
                            change.ticketId(),
                            Objects.requireNonNull(input.satisfactionRating()),
                            input.satisfactionComment() == null
                                    ? null
                                    : TicketInput.kept(input.satisfactionComment()),
                            doing);
            case CREATE, GET, LIST -> throw new IllegalStateException("no change");
        };
    }
}
