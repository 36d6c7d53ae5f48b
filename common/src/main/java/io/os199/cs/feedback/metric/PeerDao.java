package io.os199.cs.feedback.metric;

import io.os199.cs.core.model.Tier;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Reads which clients are peers of a client. */
interface PeerDao {
    @SqlQuery("select tier from clients where client_id = :clientId")
    Tier tier(String clientId);
}
