package io.os199.cs.integration;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Records of services outside that are nobody's, until a person says whose they are. */
public final class UnmatchedRecords {
    private static final int SHOWN = 200;

    private final AuditLog audit;
    private final Clock clock;

    public UnmatchedRecords(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a service holds of somebody whom we do not know.
     *
     * @param kind as {@code organization}
     * @param rowCount records that were left
     * @param firstSeenAt of the earliest of them
     */
    public record Unmatched(
            String kind, String remoteId, long rowCount, Instant firstSeenAt, Instant lastSeenAt) {}

    /**
     * Of a service.
     *
     * @param items those with the most records first, at most 200
     */
    public record Listed(List<Unmatched> items, long totalCount) {}

    public Listed list(Transaction tx, Integration integration) {
        UnmatchedRecordDao dao = tx.dao(UnmatchedRecordDao.class);
        return new Listed(
                dao.list(integration.wireName(), SHOWN), dao.count(integration.wireName()));
    }

    /**
     * Whose a record is.
     *
     * @param rereadFrom from when the service is read once more; absent where nothing was left of it
     */
    public record Mapped(
            String kind, String remoteId, String clientId, @Nullable Instant rereadFrom) {}

    /** Says whose a record is, and has the service read once more from the first one that was left. */
    public Mapped map(
            Transaction tx,
            Integration integration,
            String kind,
            String remoteId,
            String clientId,
            Actor actor) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UnmatchedRecordDao dao = tx.dao(UnmatchedRecordDao.class);
        dao.map(integration.wireName(), kind, remoteId, clientId, actor.principal(), now);
        Instant from = dao.remove(integration.wireName(), kind, remoteId).orElse(null);
        if (from != null) {
            new Cursors(clock).reread(tx, integration, from);
        }
        audit.record(
                tx,
                AuditEntry.done(
                        actor,
                        DeadLetters.SOURCE,
                        "map " + kind,
                        List.of(integration.wireName(), clientId)));
        return new Mapped(kind, remoteId, clientId, from);
    }
}
