package io.os199.cs.support.ticket;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.ticket.AssigneeDao.Assignee;

import java.util.List;

/** Finds agents by name: to give them a ticket, or to identify an author. */
final class Assignees {
    static final String FIELD = "assigned_agent";

    private Assignees() {}

    /** Returns the id of the agent whose id, name or address a field of the call contains. */
    static Answer<String> find(Transaction tx, String field, String agent) {
        AssigneeDao dao = tx.dao(AssigneeDao.class);
        List<String> found = dao.find(agent);
        if (found.isEmpty()) {
            return Answer.refused(
                    Refusal.notFound(field, "There is no support agent of this id, name or address")
                            .expected("the agent_id, name or address of a support agent")
                            .suggestions(dao.nearest(agent)));
        }
        boolean isClear = found.size() == 1 || found.contains(agent) || agent.contains("@");
        return isClear
                ? Answer.of(found.getFirst())
                : Answer.refused(
                        Refusal.invalid(
                                field,
                                "two support agents have this name",
                                "the agent_id or the address of one of them"));
    }

    /** Returns an agent who can take a ticket; its row is locked until the transaction ends. */
    static Answer<String> taking(Transaction tx, String agent, String ticketId) {
        return find(tx, FIELD, agent).then(agentId -> free(tx, agentId, ticketId));
    }

    private static Answer<String> free(Transaction tx, String agentId, String ticketId) {
        AssigneeDao dao = tx.dao(AssigneeDao.class);
        dao.lock(agentId);
        Assignee assignee = dao.of(agentId, ticketId);
        String name = UntrustedText.name(assignee.name());
        if (!assignee.active()) {
            return Answer.refused(
                    Refusal.failedPrecondition(name + " is not active")
                            .field(FIELD)
                            .expected("an active agent"));
        }
        if (assignee.isFull()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "%s has %s open tickets of at most %d"
                                            .formatted(
                                                    name,
                                                    assignee.load()
                                                            .stripTrailingZeros()
                                                            .toPlainString(),
                                                    assignee.maxOpenTickets()))
                            .field(FIELD)
                            .expected("an agent with room, or leave it out and route the ticket"));
        }
        return Answer.of(agentId);
    }
}
