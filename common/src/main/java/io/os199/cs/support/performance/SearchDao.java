package io.os199.cs.support.performance;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads what customers searched for, and what use of the product there was beside tickets. */
interface SearchDao {
    /** A search with results by a known client. */
    record Search(String searchId, String clientId, Instant at) {}

    /** A page of them, after one. */
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

    /** After how many of these the client opened a ticket within a day. */
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

    /** Searches, of a client or of all. */
    record Searched(long searchCount, long zeroResultCount) {}

    @SqlQuery(
            """
            select count(*) as search_count, count(*) filter (where result_count = 0) as zero_result_count
            from kb_searches
            where at >= :start and at < :end and (cast(:clientId as text) is null or client_id = :clientId)
            """)
    @RegisterConstructorMapper(Searched.class)
    Searched searched(@Nullable String clientId, Instant start, Instant end);

    /** What was searched for in vain, the last time too; beside it how many queries were, and how many of them five times and more. */
    record Missed(
            String query,
            long searchCount,
            long clientCount,
            Instant lastSearchedAt,
            long totalCount,
            long oftenCount) {
        /** How many there are with those behind the first. */
        static long total(List<Missed> first) {
            return first.isEmpty() ? 0 : first.getFirst().totalCount();
        }
    }

    @SqlQuery(
            """
            select query, count(*) as search_count, count(distinct client_id) as client_count, max(at) as last_searched_at,
                count(*) over () as total_count, sum(case when count(*) >= 5 then 1 else 0 end) over () as often_count
            from kb_searches
            where at >= :start and at < :end and (cast(:clientId as text) is null or client_id = :clientId)
            group by query
            having count(*) >= 2 and (array_agg(result_count order by at desc, search_id desc))[1] = 0
            order by search_count desc, query
            limit 20
            """)
    @RegisterConstructorMapper(Missed.class)
    List<Missed> missed(@Nullable String clientId, Instant start, Instant end);

    /** Users of the product in [{@code start}, {@code end}). */
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
