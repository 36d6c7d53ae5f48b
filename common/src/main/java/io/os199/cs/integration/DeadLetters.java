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

/**
 * What was given up: items that we had for a service, and deliveries from a service. They are kept for thirty days,
 * and can be tried again.
 */
public final class DeadLetters {
    /** The name of this source in the audit log. */
    static final String SOURCE = "integration";

    private static final int SHOWN = 200;

    private final AuditLog audit;
    private final Clock clock;

    public DeadLetters(AuditLog audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Something that was given up; it holds no text and nobody's name.
     *
     * @param direction {@code outbound} or {@code inbound}
     * @param operation the operation, if outbound
     * @param refId what it is about, as an id of {@code refTable}
     * @param code the answer, or why it could not be processed
     * @param diedAt when it was given up
     */
    public record DeadLetter(
            String id,
            String direction,
            @Nullable String operation,
            @Nullable String clientId,
            @Nullable String refTable,
            @Nullable String refId,
            int attempts,
            @Nullable String code,
            Instant diedAt) {}

    /**
     * What was given up for a service.
     *
     * @param items the newest first, at most 200
     */
    public record Listed(List<DeadLetter> items, long totalCount) {}

    public Listed list(Transaction tx, Integration integration) {
        DeadLetterDao dao = tx.dao(DeadLetterDao.class);
        return new Listed(
                dao.list(integration.wireName(), SHOWN), dao.count(integration.wireName()));
    }

    /**
     * Has items tried again as if for the first time.
     *
     * @param id the id of one; absent for all of the service
     * @return how many there were
     */
    public int retry(Transaction tx, Integration integration, @Nullable String id, Actor actor) {
        DeadLetterDao dao = tx.dao(DeadLetterDao.class);
        Instant now = StoredTime.now(clock);
        int count =
                dao.retryItems(integration.wireName(), id, now)
                        + dao.retryDeliveries(integration.wireName(), id, now);
        if (count > 0) {
            audit.record(
                    tx,
                    AuditEntry.done(
                            actor,
                            SOURCE,
                            "retry",
                            id == null
                                    ? List.of(integration.wireName())
                                    : List.of(integration.wireName(), id)));
        }
        return count;
    }
}
