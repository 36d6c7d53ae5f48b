package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;

/** How often senders named a client that does not exist. */
interface UnmatchedDao {
    /**
     * Counts in the given order, which must be sorted, so that two senders wait for each other and never in a circle.
     */
    @SqlUpdate(
            """
            insert into integration_unmatched as known (source, kind, remote_id, row_count, first_seen_at, last_seen_at)
            select :source, :kind, remote_id, row_count, :now, :now
            from unnest(cast(:remoteIds as text[]), cast(:counts as int[])) as u (remote_id, row_count)
            on conflict (source, kind, remote_id) do update
            set row_count = known.row_count + excluded.row_count, last_seen_at = excluded.last_seen_at
            """)
    void count(
            String source, String kind, List<String> remoteIds, List<Integer> counts, Instant now);
}
