package io.os199.cs.worker;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Prevents two workers from submitting the same night. */
interface NightDao {
    /** Locks until the transaction ends. */
    @SqlQuery("select 1 from pg_advisory_xact_lock(hashtextextended('night', 0))")
    int lock();
}
