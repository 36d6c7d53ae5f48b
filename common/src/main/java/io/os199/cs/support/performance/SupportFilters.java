package io.os199.cs.support.performance;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.ticket.SupportTeams;
import io.os199.cs.support.ticket.Tickets;

import org.jspecify.annotations.Nullable;

/**
 * The team and the agent by which tickets are filtered, as they are stored.
 *
 * @param agentId an agent of that team, if both are given
 */
public record SupportFilters(@Nullable String team, @Nullable String agentId) {
    private static final String TEAM = "team_filter";
    private static final String AGENT = "agent_filter";

    /** Returns the named team and agent; refused where either does not exist, or the agent belongs to another team. */
    public static Answer<SupportFilters> of(
            Transaction tx, @Nullable String team, @Nullable String agent) {
        return team(tx, team)
                .then(
                        named ->
                                agent(tx, agent)
                                        .then(
                                                found ->
                                                        together(
                                                                tx.dao(AgentDao.class),
                                                                new SupportFilters(
                                                                        named.team(),
                                                                        found.agentId()))));
    }

    private static Answer<SupportFilters> team(Transaction tx, @Nullable String team) {
        return team == null
                ? Answer.of(new SupportFilters(null, null))
                : SupportTeams.find(tx, TEAM, team).map(found -> new SupportFilters(found, null));
    }

    private static Answer<SupportFilters> agent(Transaction tx, @Nullable String agent) {
        return agent == null
                ? Answer.of(new SupportFilters(null, null))
                : Tickets.agent(tx, AGENT, agent).map(found -> new SupportFilters(null, found));
    }

    private static Answer<SupportFilters> together(AgentDao dao, SupportFilters filters) {
        String team = filters.team();
        String agentId = filters.agentId();
        if (team == null || agentId == null) {
            return Answer.of(filters);
        }
        String own = dao.teamOf(agentId).orElse(team);
        return own.equals(team)
                ? Answer.of(filters)
                : Answer.refused(
                        Refusal.invalid(
                                AGENT,
                                "%s is of the team %s, not of %s".formatted(agentId, own, team),
                                "one of the two filters, or an agent of the team"));
    }
}
