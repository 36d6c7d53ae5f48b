package io.os199.cs.support.performance;

import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads the outcomes of searches, and who used the product. */
@PlannedForItsValues
interface SearchDao {
    /** A search by a known client that had results. */
    record Search(String searchId, String clientId, Instant at) {}

    /** Returns a page of searches, following a given one. */
    @SqlQuery(
            """
            select search_id, client_id, at
            from kb_searches
            where at >= :start and at < :end and result_count > 0 and client_id is not null
                and (cast(:clientId as text) is null or client_id = :clientId)
                and (at, search_id) > (:afterAt, :afterId)
            order by at, search_id
            limit :most
            """)
    @RegisterConstructorMapper(Search.class)
    List<Search> found(
            @Nullable String clientId,
            Instant start,
            Instant end,
            Instant afterAt,
            String afterId,
            int most);

    /** Counts the searches after which the client opened a ticket within a day. */
    @SqlQuery(
            """
            select count(*)
            from unnest(cast(:clientIds as text[]), cast(:instants as timestamptz[])) as s (client_id, at)
            where exists (
                select
                from tickets t
                where t.client_id = s.client_id and t.opened_at >= s.at and t.opened_at < s.at + interval '24 hours'
                    and t.deleted_at is null)
            """)
    long followedByTicket(String[] clientIds, String[] instants);

    /** Counts the users of the product in [{@code start}, {@code end}). */
    @SqlQuery(
            """
            select count(*)
            from product_users u
            where (cast(:clientId as text) is null or u.client_id = :clientId)
                and u.first_seen_on < :end and u.last_seen_on >= :start and (u.last_seen_on < :end or exists (
                    select
                    from usage_daily_users d
                    where d.client_id = u.client_id and d.user_key = u.user_key and d.day >= :start and d.day < :end))
            """)
    long activeUsers(@Nullable String clientId, LocalDate start, LocalDate end);
}
