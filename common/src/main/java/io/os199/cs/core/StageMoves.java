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

/** The one way in which clients come from stage to stage: the client, its history and its timeline in one. */
public final class StageMoves {
    private final Timeline timeline;
    private final ClientAnswers answers;

    public StageMoves(Timeline timeline, ClientAnswers answers) {
        this.timeline = timeline;
        this.answers = answers;
    }

    /**
     * Moves clients whose rows the caller holds, each once. Who comes to {@code churned} is served no more, who comes back from
     * there is served again.
     *
     * @param byPerson whether somebody edits the clients, whose versions rise then
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

    /** More is known of why a client is where it is. */
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

    /** A renewal that comes due is neither good nor bad, but for who is out of danger with it. */
    private static Impact impact(StageMove move) {
        return switch (move.to()) {
            case AT_RISK, CHURNED -> Impact.NEGATIVE;
            case RENEWAL ->
                    move.from() == LifecycleStage.AT_RISK ? Impact.POSITIVE : Impact.NEUTRAL;
            case ONBOARDING, ADOPTION, ACTIVE, EXPANSION -> Impact.POSITIVE;
        };
    }
}
