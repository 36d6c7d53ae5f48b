package io.os199.cs.support.ticket;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.model.TicketSource;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Support agents as another system knows them. */
public final class RemoteAgents {
    private static final String NO_TEAM = "General Support";

    private RemoteAgents() {}

    /**
     * A person who works on tickets in another system.
     *
     * @param team absent where the system does not say
     */
    public record RemoteAgent(String externalId, String name, String email, @Nullable String team) {
        public RemoteAgent {
            // Our columns do not accept NUL.
            externalId = externalId.replace("\0", "");
            name = name.replace("\0", "");
            email = email.replace("\0", "");
            team = team == null ? null : team.replace("\0", "");
        }
    }

    /** Returns the ids of the agents that are known, by the ids that another system has for them. */
    public static Map<String, String> known(
            Transaction tx, TicketSource source, Collection<String> externalIds) {
        Map<String, String> known = new HashMap<>();
        if (!externalIds.isEmpty()) {
            tx.dao(RemoteAgentDao.class)
                    .known(source, externalIds.toArray(String[]::new))
                    .forEach(each -> known.put(each.externalId(), each.agentId()));
        }
        return known;
    }

    /**
     * Does the same as {@link #known}; an unknown agent is matched by address or else created, and takes no tickets
     * until someone allows it.
     */
    public static Map<String, String> of(
            Transaction tx, TicketSource source, Collection<RemoteAgent> agents) {
        List<String> ids = agents.stream().map(RemoteAgent::externalId).toList();
        Map<String, String> known = known(tx, source, ids);
        List<NewAgent> unknown =
                agents.stream()
                        .filter(each -> !known.containsKey(each.externalId()))
                        .filter(each -> !each.email().isBlank())
                        .sorted(Comparator.comparing(RemoteAgent::email))
                        .map(
                                each ->
                                        new NewAgent(
                                                TypeId.next("agent"),
                                                each.externalId(),
                                                each.name().isBlank() ? each.email() : each.name(),
                                                each.email(),
                                                each.team() == null ? NO_TEAM : each.team()))
                        .toList();
        if (unknown.isEmpty()) {
            return known;
        }
        RemoteAgentDao dao = tx.dao(RemoteAgentDao.class);
        String given = Json.write(unknown);
        dao.adopt(source, given);
        dao.create(source, given);
        return known(tx, source, ids);
    }

    /** An agent that may be new. */
    record NewAgent(String agentId, String externalId, String name, String email, String team) {}
}
