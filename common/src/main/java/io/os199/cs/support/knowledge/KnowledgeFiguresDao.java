package io.os199.cs.support.knowledge;

import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.support.knowledge.KnowledgeFigures.Counted;
import io.os199.cs.support.knowledge.KnowledgeFigures.Missed;
import io.os199.cs.support.knowledge.KnowledgeFigures.Of;
import io.os199.cs.support.knowledge.KnowledgeFigures.Viewed;
import io.os199.cs.support.knowledge.KnowledgeFigures.Wanting;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Reads which articles are used and which are missing. */
@PlannedForItsValues
interface KnowledgeFiguresDao {
    @SqlQuery(
            """
            select status, category, count(*) as article_count
            from kb_articles
            where cast(:category as text) is null or lower(category) = lower(:category)
            group by status, category
            order by status, category nulls last
            """)
    @RegisterConstructorMapper(Counted.class)
    List<Counted> counted(@Nullable String category);

    /** Searches of a period. */
    record Searched(long searchCount, long zeroResultCount) {}

    @SqlQuery(
            """
            select count(*) as search_count, count(*) filter (where result_count = 0) as zero_result_count
            from kb_searches
            where at >= :from and at < :end and (cast(:category as text) is null or lower(category) = lower(:category))
                and (cast(:clientId as text) is null or client_id = :clientId)
            """)
    @RegisterConstructorMapper(Searched.class)
    Searched searched(
            @Nullable String category, @Nullable String clientId, Instant from, Instant end);

    /** A query searched for in vain, most recently too. */
    record Gap(@Nested Missed item, long totalCount) implements Of<Missed> {}

    @SqlQuery(
            """
            select query, count(*) as search_count, count(distinct client_id) as client_count, max(at) as last_searched_at,
                count(*) over () as total_count
            from kb_searches
            where at >= :from and at < :end and (cast(:category as text) is null or lower(category) = lower(:category))
                and (cast(:clientId as text) is null or client_id = :clientId)
            group by query
            having count(*) >= 2 and (array_agg(result_count order by at desc, search_id desc))[1] = 0
            order by search_count desc, query
            limit 20
            """)
    @RegisterConstructorMapper(Gap.class)
    List<Gap> gaps(@Nullable String category, @Nullable String clientId, Instant from, Instant end);

    /** An article and how often it was read in a period. */
    record Read(@Nested Viewed item, long totalCount) implements Of<Viewed> {}

    @SqlQuery(
            """
            select v.article_id, a.title, v.view_count, count(*) over () as total_count
            from (
                select article_id, sum(view_count) as view_count
                from kb_article_views
                where day >= :from and day < :end
                group by article_id) v
            join kb_articles a on a.article_id = v.article_id
            where cast(:category as text) is null or lower(a.category) = lower(:category)
            order by v.view_count desc, v.article_id
            limit 10
            """)
    @RegisterConstructorMapper(Read.class)
    List<Read> top(@Nullable String category, LocalDate from, LocalDate end);

    @SqlQuery(
            """
            select coalesce(sum(v.view_count), 0)
            from kb_article_views v
            join kb_articles a on a.article_id = v.article_id
            where v.day >= :from and v.day < :end
                and (cast(:category as text) is null or lower(a.category) = lower(:category))
            """)
    long views(@Nullable String category, LocalDate from, LocalDate end);

    /** An article that needs attention, and why. */
    record Wants(@Nested Wanting item, long totalCount) implements Of<Wanting> {}

    @SqlQuery(
            """
            select a.article_id, a.title, m.reason, count(*) over () as total_count
            from kb_articles a
            left join (
                select article_id, sum(view_count) filter (where day > :today::date - 30) as month, sum(view_count) as quarter
                from kb_article_views
                where day > :today::date - 90
                group by article_id) viewed on viewed.article_id = a.article_id
            left join (
                select article_id, count(*) as votes, count(*) filter (where helpful) as helpful
                from kb_votes
                group by article_id) voted on voted.article_id = a.article_id
            cross join lateral (values
                ('stale', a.status = 'published' and a.updated_at < :now::timestamptz - interval '180 days'
                    and viewed.month >= 20),
                ('unhelpful', a.status = 'published' and voted.votes >= 10 and voted.helpful * 2 < voted.votes),
                ('unused', a.status = 'published' and coalesce(viewed.quarter, 0) = 0
                    and coalesce(a.published_at, a.created_at) < :now::timestamptz - interval '90 days'),
                ('forgotten_draft', case a.status when 'draft' then a.updated_at
                    when 'published' then (select d.at from kb_article_versions d
                        where d.article_id = a.article_id and d.state = 'draft') end < :now::timestamptz - interval '30 days'))
                as m (reason, is_so)
            where m.is_so and (cast(:category as text) is null or lower(a.category) = lower(:category))
            order by m.reason, a.article_id
            limit 20
            """)
    @RegisterConstructorMapper(Wants.class)
    List<Wants> maintenance(@Nullable String category, LocalDate today, Instant now);
}
