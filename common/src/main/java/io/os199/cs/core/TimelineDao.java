package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Writes the table {@code timeline_events}. */
interface TimelineDao {
    /** Inserts a JSON array of events as {@link io.os199.cs.platform.json.Json} writes them. */
    @SqlUpdate(
            """
            insert into timeline_events (client_id, occurred_at, event_id, type, title, detail, impact,
                is_milestone, actor, source, ref_id)
            select client_id, occurred_at, event_id, type, title, detail, impact, is_milestone, actor,
                source, ref_id
            from jsonb_to_recordset(cast(:events as jsonb)) as event (client_id text,
                occurred_at timestamptz, event_id text, type text, title text, detail jsonb, impact text,
                is_milestone boolean, actor text, source text, ref_id text)
            on conflict (client_id, event_id) do nothing
            """)
    void insert(String events);

    @SqlUpdate(
            """
            delete from timeline_events t
            using unnest(cast(:clientIds as text[]), cast(:eventIds as text[])) as e (client_id, event_id)
            where t.client_id = e.client_id and t.event_id = e.event_id
            """)
    void delete(String[] clientIds, String[] eventIds);
}
