package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code integration_unmatched}, as a person works through it. */
interface UnmatchedRecordDao {
    @SqlQuery(
            """
            select kind, remote_id, row_count, first_seen_at, last_seen_at
            from integration_unmatched
            where source = :source
            order by row_count desc, kind, remote_id
            limit :most
            """)
    @RegisterConstructorMapper(UnmatchedRecords.Unmatched.class)
    List<UnmatchedRecords.Unmatched> list(String source, int most);

    @SqlQuery("select count(*) from integration_unmatched where source = :source")
    long count(String source);

    /**
     * Maps a record to a client. With a client's first group, the group of its external id is mapped as well if its
     * usage came from there until now.
     */
    @SqlUpdate(
            """
            with own as (
                insert into external_refs (source, kind, remote_id, client_id, set_by, set_at, created_at, updated_at)
                select :source, :kind, n.external_id, n.client_id, :setBy, cast(:now as timestamptz),
                    cast(:now as timestamptz), cast(:now as timestamptz)
                from client_names n
                where :kind = 'group' and n.client_id = :clientId and n.external_id <> :remoteId
                    and not exists (
                        select from external_refs r
                        where r.source = :source and r.kind = :kind and r.client_id = n.client_id)
                    and exists (
                        select from usage_events u where u.client_id = n.client_id and u.source = :source)
                on conflict do nothing)
            insert into external_refs (source, kind, remote_id, client_id, set_by, set_at, created_at, updated_at)
            values (:source, :kind, :remoteId, :clientId, :setBy, :now, :now, :now)
            on conflict (source, kind, remote_id) do update
            set client_id = excluded.client_id, set_by = excluded.set_by, set_at = excluded.set_at,
                updated_at = excluded.updated_at
            """)
    void map(
            String source,
            String kind,
            String remoteId,
            String clientId,
            String setBy,
            Instant now);

    /** Removes an unmatched record; empty where there was none. */
    @SqlQuery(
            """
            delete from integration_unmatched
            where source = :source and kind = :kind and remote_id = :remoteId
            returning first_seen_at
            """)
    Optional<Instant> remove(String source, String kind, String remoteId);
}
