package io.os199.cs.health.patterns;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/** The episodes of one indicator of many clients; {@code drops} is a JSON array of client ids and values. */
interface DropIndicatorDao {
    /** Ends the open episodes, and returns their clients. */
    @SqlQuery(
            """
            update risk_indicators
            set resolved_at = :at, updated_at = :at
            where indicator_key = :key and resolved_at is null and client_id = any (:clientIds)
            returning client_id
            """)
    List<String> resolve(String key, String[] clientIds, Instant at);

    @SqlUpdate(
            """
            update risk_indicators as open
            set value = seen.value, updated_at = :at
            from jsonb_to_recordset(cast(:drops as jsonb)) as seen (client_id text, value double precision)
            where open.client_id = seen.client_id and open.indicator_key = :key and open.resolved_at is null
                and open.value is distinct from seen.value
            """)
    void follow(String key, String drops, Instant at);

    /** Opens episodes, and returns the clients that had no open one. */
    @SqlQuery(
            """
            insert into risk_indicators (client_id, indicator_key, detected_at, category, severity, value, threshold,
                created_at, updated_at)
            select client_id, :key, :at, 'usage', 'high', value, -6, :at, :at
            from jsonb_to_recordset(cast(:drops as jsonb)) as seen (client_id text, value double precision)
            order by client_id
            on conflict do nothing
            returning client_id
            """)
    List<String> open(String key, String drops, Instant at);
}
