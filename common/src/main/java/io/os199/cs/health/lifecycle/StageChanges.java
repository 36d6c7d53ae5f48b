package io.os199.cs.health.lifecycle;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientDao;
import io.os199.cs.core.Departure;
import io.os199.cs.core.Departure.Explained;
import io.os199.cs.core.Departure.Leave;
import io.os199.cs.core.StageMoves;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.Consequence;
import io.os199.cs.core.model.Consequence.Kind;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.StageMove;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Moves a client between stages by hand, guarded by the version that the caller saw. */
public final class StageChanges {
    private final StageMoves stageMoves;
    private final Departure departure;
    private final AuditLog audit;

    public StageChanges(StageMoves stageMoves, Departure departure, AuditLog audit) {
        this.stageMoves = stageMoves;
        this.departure = departure;
        this.audit = audit;
    }

    /**
     * The result of a move.
     *
     * @param client the client after the move
     * @param previousStageDays how long the client had been in its previous stage
     */
    public record Changed(
            ClientRecord client,
            LifecycleStage previousStage,
            LifecycleStage currentStage,
            int previousStageDays,
            List<Consequence> effects) {}

    /**
     * Moves the client in the caller's transaction; if two callers move it at once with the same version, one is
     * refused. A client that is already in the stage stays as it is; if it is churned and no reason was recorded yet,
     * the given one is stored.
     */
    public Answer<Changed> change(
            Transaction tx, ClientRef ref, StageChange change, Actor actor, Instant now) {
        String clientId = ref.clientId();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        tx.dao(LifecycleFactsDao.class).lockClient(clientId);
        ClientRecord client = tx.dao(ClientDao.class).record(clientId, today);
        LifecycleStage from = client.lifecycleStage();
        int days =
                LifecycleHistory.stays(tx, clientId, today, 1).stream()
                        .findFirst()
                        .map(LifecycleHistory.Stay::stayDays)
                        .orElse(0);
        Leave leave = change.leave();
        if (from == change.newStage()) {
            return leave == null
                    ? Answer.of(new Changed(client, from, from, days, List.of()))
                    : explain(tx, client, change, leave, actor, now)
                            .map(effects -> new Changed(client, from, from, days, effects));
        }
        if (client.version() != change.version()) {
            return Answer.refused(stale(client, change));
        }
        if (!change.force() && !from.successors().contains(change.newStage())) {
            return Answer.refused(notAllowed(client, change));
        }
        if (leave != null) {
            Optional<Fault> fault = departure.fault(tx, clientId, leave.churnedOn(), today);
            if (fault.isPresent()) {
                return Answer.refused(Refusal.invalid(List.of(fault.get())));
            }
        }
        List<Consequence> effects = move(tx, client, change, actor, now);
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        LifecycleRules.TOOL,
                        "transition %s to %s"
                                .formatted(WireName.of(from), WireName.of(change.newStage())),
                        List.of(clientId)));
        return Answer.of(
                new Changed(
                        tx.dao(ClientDao.class).record(clientId, today),
                        from,
                        change.newStage(),
                        days,
                        effects));
    }

    private Answer<List<Consequence>> explain(
            Transaction tx,
            ClientRecord client,
            StageChange change,
            Leave leave,
            Actor actor,
            Instant now) {
        String clientId = client.clientId();
        LocalDate churnedOn = change.isDaySaid() ? leave.churnedOn() : null;
        List<Consequence> effects =
                departure.explain(
                        tx,
                        new Explained(
                                clientId, churnedOn, leave.reason(), leave.competitor(), now));
        if (effects.isEmpty()) {
            return Answer.of(effects);
        }
        if (client.version() != change.version()) {
            return Answer.refused(stale(client, change));
        }
        Optional<Fault> fault = Departure.lateFault(churnedOn, client.contractStartDate());
        if (fault.isPresent()) {
            return Answer.refused(Refusal.invalid(List.of(fault.get())));
        }
        audit.record(
                tx,
                AuditEntry.done(
                        actor, LifecycleRules.TOOL, "say why it churned", List.of(clientId)));
        return Answer.of(effects);
    }

    private List<Consequence> move(
            Transaction tx, ClientRecord client, StageChange change, Actor actor, Instant now) {
        LifecycleStage from = client.lifecycleStage();
        StageMove move =
                new StageMove(
                        client.clientId(),
                        from,
                        change.newStage(),
                        change.reason(),
                        actor.principal());
        if (change.newStage() == LifecycleStage.CHURNED) {
            Leave leave = Objects.requireNonNull(change.leave());
            return departure.depart(tx, move, leave, new Doing(actor, LifecycleRules.TOOL, now));
        }
        stageMoves.move(tx, List.of(move), true, LifecycleRules.TOOL, now);
        return from == LifecycleStage.CHURNED
                ? List.of(new Consequence(Kind.STATUS_ACTIVE, 1))
                : List.of();
    }

    private static Refusal stale(ClientRecord client, StageChange change) {
        return Refusal.stale(
                client.clientName(),
                change.version(),
                client.version(),
                "in stage " + WireName.of(client.lifecycleStage()));
    }

    private static Refusal notAllowed(ClientRecord client, StageChange change) {
        String allowed =
                client.lifecycleStage().successors().stream()
                        .map(WireName::of)
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition(
                        "%s is in stage %s, from which there is no move to %s; allowed are %s"
                                .formatted(
                                        client.clientName(),
                                        WireName.of(client.lifecycleStage()),
                                        WireName.of(change.newStage()),
                                        allowed))
                .field("new_stage")
                .expected(allowed)
                .hint("An administrator may move it all the same with force: true");
    }
}
