package io.os199.cs.core;

import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.StageMove;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The only way in which clients move from stage to stage: the client, its history and its timeline together. */
public final class StageMoves {
    private final Timeline timeline;
    private final ClientAnswers answers;

    public StageMoves(Timeline timeline, ClientAnswers answers) {
        this.timeline = timeline;
        this.answers = answers;
    }

    /**
     * Moves clients whose rows the caller has locked, each once. A client that moves to {@code churned} is no longer
     * served; one that comes back from there is served again.
     *
     * @param byPerson whether a person edits the clients, whose versions then increase
     * @param source the tool or job that writes
     */
    public void move(
            Transaction tx, List<StageMove> moves, boolean byPerson, String source, Instant now) {
        if (moves.isEmpty()) {
            return;
        }
        tx.dao(StageMoveDao.class).move(Json.write(moves), byPerson ? 1 : 0, now);
        timeline.record(tx, moves.stream().map(each -> event(each, source, now)).toList());
        answers.changedAll(tx, moves.stream().map(StageMove::clientId).toList());
    }

    /** Drops cached answers once more is known of why a client is where it is. */
    void retell(Transaction tx, String clientId) {
        answers.changed(tx, clientId);
    }

    private TimelineEvent event(StageMove move, String source, Instant now) {
        return new TimelineEvent(
                move.clientId(),
                now,
                timeline.newId(),
                EventType.LIFECYCLE,
                "Went from %s to %s".formatted(WireName.of(move.from()), WireName.of(move.to())),
                Map.of("from_stage", move.from(), "to_stage", move.to()),
                impact(move),
                true,
                move.actor(),
                source,
                null);
    }

    /**
     * Returns the impact of a move; a renewal that comes due is neutral, except for a client that is no longer at
     * risk.
     */
    private static Impact impact(StageMove move) {
        return switch (move.to()) {
            case AT_RISK, CHURNED -> Impact.NEGATIVE;
            case RENEWAL ->
                    move.from() == LifecycleStage.AT_RISK ? Impact.POSITIVE : Impact.NEUTRAL;
            case ONBOARDING, ADOPTION, ACTIVE, EXPANSION -> Impact.POSITIVE;
        };
    }
}
