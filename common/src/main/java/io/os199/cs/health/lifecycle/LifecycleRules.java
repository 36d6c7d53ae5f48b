package io.os199.cs.health.lifecycle;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.StageMoves;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.database.Transaction;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Moves clients by the declared rules: one client or a chunk of the portfolio, with the same statements. */
public final class LifecycleRules {
    public static final String TOOL = "manage_lifecycle_stages";

    private final StageMoves stageMoves;
    private final AuditLog audit;

    public LifecycleRules(StageMoves stageMoves, AuditLog audit) {
        this.stageMoves = stageMoves;
        this.audit = audit;
    }

    /** Returns the facts that the rules consider; the client must exist. */
    public LifecycleFacts facts(Transaction tx, String clientId, LocalDate today) {
        return tx.dao(LifecycleFactsDao.class)
                .ofClient(clientId, today, HealthModels.STANDARD)
                .orElseThrow();
    }

    /** Applies the rules to the clients in a range of ids that have not churned; each is moved at most once. */
    public LifecycleRun apply(
            Transaction tx,
            String firstClientId,
            String lastClientId,
            LifecycleOrder order,
            Actor actor,
            Instant now) {
        LifecycleFactsDao dao = tx.dao(LifecycleFactsDao.class);
        if (!order.isDry()) {
            dao.lock(firstClientId, lastClientId);
        }
        List<LifecycleFacts> clients =
                dao.ofChunk(
                        firstClientId,
                        lastClientId,
                        order.currentStage(),
                        order.today(),
                        HealthModels.STANDARD);
        List<StageProposal> proposals =
                clients.stream().map(StageProposal::of).flatMap(Optional::stream).toList();
        if (!order.isDry() && !proposals.isEmpty()) {
            stageMoves.move(
                    tx, proposals.stream().map(StageProposal::move).toList(), false, TOOL, now);
            audit.record(
                    tx, AuditEntry.done(actor, TOOL, "apply lifecycle rules", ends(proposals)));
        }
        return LifecycleRun.of(clients, proposals);
    }

    /** Returns the only client's id, or the first and the last id of a chunk. */
    private static List<String> ends(List<StageProposal> proposals) {
        String first = proposals.getFirst().clientId();
        return proposals.size() == 1
                ? List.of(first)
                : List.of(first, proposals.getLast().clientId());
    }
}
