package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Tells who listens that clients have changed. */
interface ChangeSignalDao {
    /** Delivered when the transaction commits, and never when it does not. */
    @SqlQuery("select count(pg_notify(:channel, id)) from unnest(cast(:clientIds as text[])) as id")
    long tell(String channel, List<String> clientIds);
}
