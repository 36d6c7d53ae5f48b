package io.os199.cs.support.ticket;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;

/** The support teams, by name. */
public final class SupportTeams {
    private SupportTeams() {}

    /**
     * Returns the stored spelling of a team that a field of the call names; refused where no agent and no ticket
     * belongs to it.
     */
    public static Answer<String> find(Transaction tx, String field, String team) {
        TeamDao dao = tx.dao(TeamDao.class);
        return dao.team(team)
                .map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(
                                                        field,
                                                        "There is no support team of this name")
                                                .expected("the name of a team of support agents")
                                                .suggestions(
                                                        dao.nearest(team).stream()
                                                                .map(
                                                                        each ->
                                                                                new Suggestion(
                                                                                        each, null))
                                                                .toList())));
    }
}
