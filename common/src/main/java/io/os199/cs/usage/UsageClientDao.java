package io.os199.cs.usage;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Which clients senders mean; and how often they meant none. */
interface UsageClientDao {
    /** As the register of clients has it. */
    record Named(String clientId, @Nullable String externalId) {}

    @SqlQuery(
            """
            select client_id, external_id
            from client_names
            where client_id = any (cast(:references as text[])) or external_id = any (cast(:references as text[]))
            """)
    @RegisterConstructorMapper(Named.class)
    List<Named> named(List<String> references);

    /** Counts in the order given, which is to be sorted: so two senders wait for each other and not in a circle. */
    @SqlUpdate(
            """
            insert into integration_unmatched as known (source, kind, remote_id, row_count, first_seen_at, last_seen_at)
            select :source, :kind, remote_id, row_count, :now, :now
            from unnest(cast(:remoteIds as text[]), cast(:counts as int[])) as u (remote_id, row_count)
            on conflict (source, kind, remote_id) do update
            set row_count = known.row_count + excluded.row_count, last_seen_at = excluded.last_seen_at
            """)
    void countUnmatched(
            String source, String kind, List<String> remoteIds, List<Integer> counts, Instant now);
}
