package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Notifies listeners that clients have changed. */
interface ChangeSignalDao {
    /** Sends the notification, which is delivered only when the transaction commits. */
    @SqlQuery("select count(pg_notify(:channel, id)) from unnest(cast(:clientIds as text[])) as id")
    long tell(String channel, List<String> clientIds);
}
