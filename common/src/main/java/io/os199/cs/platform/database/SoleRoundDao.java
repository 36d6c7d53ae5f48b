package io.os199.cs.platform.database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The lock of a {@link SoleRound}. */
interface SoleRoundDao {
    /** Its transaction is idle while another one works, for as long as the longest piece. */
    @SqlQuery("select set_config('idle_in_transaction_session_timeout', '900000', true)")
    String hold();

    /** False while somebody else has it. */
    @SqlQuery("select pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
    boolean lock(String name);

    @SqlQuery("select 1")
    int stay();
}
