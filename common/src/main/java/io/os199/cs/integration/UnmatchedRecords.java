package io.os199.cs.integration;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Records of external services that are unmatched until a person maps them. */
public final class UnmatchedRecords {
    private static final int SHOWN = 200;

    private final AuditLog audit;
    private final Clock clock;

    public UnmatchedRecords(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a service holds of somebody unknown to us.
     *
     * @param kind the kind, for example {@code organization}
     * @param rowCount the number of records that were left out
     * @param firstSeenAt the instant of the earliest of them
     */
    public record Unmatched(
            String kind, String remoteId, long rowCount, Instant firstSeenAt, Instant lastSeenAt) {}

    /**
     * The unmatched records of a service.
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
     * A record and the client that it belongs to.
     *
     * @param rereadFrom the instant from which the service is read once more; absent where no record was left out
     */
    public record Mapped(
            String kind, String remoteId, String clientId, @Nullable Instant rereadFrom) {}

    /** Maps a record to its client, and has the service read once more from the first record that was left out. */
    public Mapped map(
            Transaction tx,
            Integration integration,
            String kind,
            String remoteId,
            String clientId,
            Actor actor) {
        Instant now = StoredTime.now(clock);
        UnmatchedRecordDao dao = tx.dao(UnmatchedRecordDao.class);
        dao.map(integration.wireName(), kind, remoteId, clientId, actor.principal(), now);
        Instant from = dao.remove(integration.wireName(), kind, remoteId).orElse(null);
        if (from != null) {
            new SyncCursors(clock).reread(tx, integration, from);
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
