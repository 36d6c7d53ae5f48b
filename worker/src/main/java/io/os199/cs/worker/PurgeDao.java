package io.os199.cs.worker;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;

/** Deletes rows that have expired. */
interface PurgeDao {
    @SqlUpdate("delete from idempotency_keys where expires_at <= :now")
    int purgeIdempotencyKeys(Instant now);

    @SqlUpdate("delete from confirmations where expires_at <= :now")
    int purgeConfirmations(Instant now);
}
