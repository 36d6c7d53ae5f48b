package io.os199.cs.integration.zendesk;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.Optional;

/** The table {@code integration_unmatched}, once it is known whose records are. */
interface UnmatchedDao {
    /** Forgets records and answers when the first of them was seen. */
    @SqlQuery(
            """
            with taken as (
                delete from integration_unmatched
                where source = :source and kind = :kind and remote_id = any(cast(:remoteIds as text[]))
                returning first_seen_at)
            select min(first_seen_at) from taken having count(*) > 0
            """)
    Optional<Instant> take(String source, String kind, String[] remoteIds);
}
