package io.os199.cs.platform.database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The lock of a {@link SoleRound}. */
interface SoleRoundDao {
    /** Lets the transaction stay idle, while other transactions do the work, for as long as the longest piece takes. */
    @SqlQuery("select set_config('idle_in_transaction_session_timeout', '900000', true)")
    String hold();

    /** Returns false while another process has the lock. */
    @SqlQuery("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    boolean lock(String name);

    @SqlQuery("select 1")
    int stay();
}
