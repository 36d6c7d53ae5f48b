package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tables {@code external_refs} and {@code integration_unmatched}. */
interface RemoteClientDao {
    @SqlQuery(
            """
            select k.remote_id, coalesce(r.client_id, n.client_id, p.client_id) as client_id
            from unnest(cast(:remoteIds as text[]), cast(:externalIds as text[]), cast(:emails as text[]))
                as k (remote_id, external_id, email)
            left join external_refs r on r.source = :source and r.kind = :kind and r.remote_id = k.remote_id
            left join client_names n on n.external_id = k.external_id
            left join lateral (
                select case count(distinct c.client_id) filter (where c.left_company_at is null)
                    when 0 then case when count(distinct c.client_id) = 1 then min(c.client_id) end
                    when 1 then min(c.client_id) filter (where c.left_company_at is null) end as client_id
                from contacts c
                where lower(c.email) = lower(btrim(k.email)) and r.client_id is null and n.client_id is null
            ) p on true
            where coalesce(r.client_id, n.client_id, p.client_id) is not null
            """)
    @RegisterConstructorMapper(RemoteClients.Match.class)
    List<RemoteClients.Match> find(
            String source, String kind, String[] remoteIds, String[] externalIds, String[] emails);

    @SqlUpdate(
            """
            insert into integration_unmatched as known (source, kind, remote_id, row_count, first_seen_at, last_seen_at)
            select :source, :kind, remote_id, row_count, seen_at, :now
            from unnest(cast(:remoteIds as text[]), cast(:counts as int[]), cast(cast(:seen as text[]) as timestamptz[]))
                as u (remote_id, row_count, seen_at)
            on conflict (source, kind, remote_id) do update
            set row_count = known.row_count + excluded.row_count, last_seen_at = excluded.last_seen_at,
                first_seen_at = least(known.first_seen_at, excluded.first_seen_at)
            """)
    int unmatched(
            String source,
            String kind,
            String[] remoteIds,
            Integer[] counts,
            String[] seen,
            Instant now);

    /** Deletes unmatched records that have a client now, and returns when the first of them was seen. */
    @SqlQuery(
            """
            with taken as (
                delete from integration_unmatched
                where source = :source and kind = :kind and remote_id = any(cast(:remoteIds as text[]))
                returning first_seen_at)
            select min(first_seen_at) from taken having count(*) > 0
            """)
    Optional<Instant> take(String source, String kind, String[] remoteIds);

    /** Returns some unmatched records, chosen anew each time, so that none waits behind those that stay unmatched. */
    @SqlQuery(
            """
            select remote_id
            from integration_unmatched
            where source = :source and kind = :kind
            order by random()
            limit :most
            """)
    List<String> nobodys(String source, String kind, int most);
}
