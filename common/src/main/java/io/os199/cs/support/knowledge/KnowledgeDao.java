package io.os199.cs.support.knowledge;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Finds articles, and reads what they are used and missed. */
interface KnowledgeDao {
    /** Which articles count: of a status and category, and for a client those that its tier may see. */
    String VISIBLE =
            """
            a.status = :status
                and (cast(:category as text) is null or lower(a.category) = lower(:category))
                and (cast(:subcategory as text) is null or lower(a.subcategory) = lower(:subcategory))
                and (cast(:clientId as text) is null or (a.audience = 'customer' and (
                    a.allowed_tiers = '{}' or (select c.tier from clients c where c.client_id = :clientId) = any(a.allowed_tiers))))
            """;

    /** How near titles have to be to be found by trigrams, for this transaction. */
    @SqlQuery("select set_config('pg_trgm.word_similarity_threshold', '0.35', true)")
    String nearTitles();

    /** An article that was found, with what its score is made of; all from 0 to 1. */
    record Hit(
            @Nested Article article,
            double score,
            double rank,
            double similarity,
            double helpful,
            double recency,
            String snippet) {}

    /**
     * By what the query says: all of its words, or any where {@code :any}; or a title that resembles it. The score is 0.55 of the rank (cover
     * density over length, 32 = rank / (rank + 1)), 0.25 of the title's word similarity, 0.15 of how helpful it was (Laplace), 0.05 of how
     * recent it is (half in a year).
     */
    String FOUND =
            """
            asked as (
                select case when :any then replace(plainto_tsquery('english', :query)::text, '&', '|')::tsquery
                    else websearch_to_tsquery('english', :query) end as words),
            found as (
                select a.article_id, ts_rank_cd('{0.1,0.2,0.4,1.0}', a.search, asked.words, 32) as rank,
                    word_similarity(lower(:query), lower(a.title)) as similarity,
                    (v.helpful + 1.0) / (v.helpful + v.unhelpful + 2) as helpful,
                    power(2, -(:today::date - (a.updated_at at time zone 'UTC')::date) / 365.0) as recency
                from kb_articles a
                cross join asked
                cross join lateral (
                    select count(*) filter (where helpful) as helpful, count(*) filter (where not helpful) as unhelpful
                    from kb_votes k
                    where k.article_id = a.article_id) v
                where (a.search @@ asked.words or lower(:query) <% lower(a.title)) and
            """
                    + VISIBLE
                    + """
                    ),
                    scored as (
                        select f.*, round((0.55 * f.rank + 0.25 * f.similarity + 0.15 * f.helpful + 0.05 * f.recency
                            + case when lower(a.category) = lower(:bonusCategory) then 0.1 else 0 end)::numeric, 6) as score
                        from found f
                        join kb_articles a on a.article_id = f.article_id)
                    """;

    @SqlQuery(
            "with "
                    + FOUND
                    + "select "
                    + ArticleDao.COLUMNS
                    + """
                        , s.score, s.rank, s.similarity, s.helpful, s.recency,
                        ts_headline('english', coalesce(a.summary, '') || ' ' || left(a.body, 20000), asked.words,
                            'StartSel=**, StopSel=**, MaxWords=35, MinWords=15, MaxFragments=1') as snippet
                    from (select * from scored
                          where cast(:afterId as text) is null
                              or (-score, article_id) > (-cast(:afterScore as numeric), :afterId)
                          order by score desc, article_id
                          limit :most) s
                    join kb_articles a on a.article_id = s.article_id
                    cross join asked
                    order by s.score desc, s.article_id
                    """)
    @RegisterConstructorMapper(Hit.class)
    List<Hit> search(
            @BindMethods ArticleFilter filter,
            String query,
            boolean any,
            @Nullable String bonusCategory,
            @Nullable String afterScore,
            @Nullable String afterId,
            LocalDate today,
            int most);

    @SqlQuery("with " + FOUND + "select count(*) from scored")
    long found(
            @BindMethods ArticleFilter filter,
            String query,
            boolean any,
            @Nullable String bonusCategory,
            LocalDate today);

    /** The word of a title that is nearest to one of the query's. */
    @SqlQuery(
            """
            select word
            from (select distinct regexp_split_to_table(lower(title), '[^[:alnum:]]+') as word
                  from kb_articles where status = 'published') titles
            cross join regexp_split_to_table(lower(:query), '[^[:alnum:]]+') as asked
            where length(word) >= 3 and length(asked) >= 3 and word <> asked and similarity(word, asked) >= 0.4
            order by similarity(word, asked) desc, word
            limit 1
            """)
    List<String> nearestWord(String query);

    @SqlUpdate(
            """
            insert into kb_searches (search_id, at, client_id, query, category, source, result_count, partial_count)
            values (:searchId, :now, :clientId, :query, :category, :source, :resultCount, :partialCount)
            """)
    void log(
            String searchId,
            Instant now,
            @Nullable String clientId,
            String query,
            @Nullable String category,
            String source,
            long resultCount,
            long partialCount);

    @SqlQuery(
            "select "
                    + ArticleDao.COLUMNS
                    + """
                    from kb_articles a
                    where
                    """
                    + VISIBLE
                    + """
                    order by case when :sort = 'title' then lower(a.title) end,
                        case when :sort = 'views' then (select coalesce(sum(v.view_count), 0) from kb_article_views v
                            where v.article_id = a.article_id) end desc,
                        case when :sort = 'updated' then a.updated_at end desc, a.article_id
                    limit :most offset :skipped
                    """)
    @RegisterConstructorMapper(Article.class)
    List<Article> list(@BindMethods ArticleFilter filter, String sort, int most, int skipped);

    @SqlQuery("select count(*) from kb_articles a where " + VISIBLE)
    long count(@BindMethods ArticleFilter filter);

    /** Without a ticket: half how helpful, 0.3 by the share of articles with fewer views in 30 days, 0.2 by how recent. */
    @SqlQuery(
            "with visible as (select a.article_id, a.updated_at from kb_articles a where "
                    + VISIBLE
                    + """
                        and a.audience = 'customer'),
                    figures as (
                        select b.article_id,
                            (count(*) filter (where k.helpful) + 1.0) / (count(k.article_id) + 2) as helpful,
                            power(2, -(:today::date - (b.updated_at at time zone 'UTC')::date) / 365.0) as recency,
                            (select coalesce(sum(v.view_count), 0) from kb_article_views v
                             where v.article_id = b.article_id and v.day > :today::date - 30) as views
                        from visible b
                        left join kb_votes k on k.article_id = b.article_id
                        group by b.article_id, b.updated_at),
                    ranked as (
                        select *, percent_rank() over (order by views) as viewed from figures)
                    select
                    """
                    + ArticleDao.COLUMNS
                    + """
                        , round((0.5 * r.helpful + 0.3 * r.viewed + 0.2 * r.recency)::numeric, 6) as score, 0 as rank,
                        0 as similarity, r.helpful, r.recency, '' as snippet
                    from ranked r
                    join kb_articles a on a.article_id = r.article_id
                    order by score desc, r.article_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Hit.class)
    List<Hit> recommend(@BindMethods ArticleFilter filter, LocalDate today, int most);

    /** Categories that there are. */
    @SqlQuery(
            """
            select distinct category from kb_articles where category is not null order by category limit 20
            """)
    List<String> categories();

    /** Articles of a status and category. */
    record Counted(ArticleStatus status, @Nullable String category, long articleCount) {}

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
            where at >= :from and at < :end
            """)
    @RegisterConstructorMapper(Searched.class)
    Searched searched(Instant from, Instant end);

    /** What was searched for in vain, the last time too. */
    record Gap(String query, long searchCount, long clientCount, Instant lastSearchedAt) {}

    @SqlQuery(
            """
            select query, count(*) as search_count, count(distinct client_id) as client_count, max(at) as last_searched_at
            from kb_searches
            where at >= :from and at < :end
            group by query
            having count(*) >= 2 and (array_agg(result_count order by at desc, search_id desc))[1] = 0
            order by search_count desc, query
            limit 20
            """)
    @RegisterConstructorMapper(Gap.class)
    List<Gap> gaps(Instant from, Instant end);

    /** An article by how often it was read in a period. */
    record Viewed(String articleId, String title, long viewCount) {}

    @SqlQuery(
            """
            select v.article_id, a.title, sum(v.view_count) as view_count
            from kb_article_views v
            join kb_articles a on a.article_id = v.article_id
            where v.day >= :from and v.day < :end
                and (cast(:category as text) is null or lower(a.category) = lower(:category))
            group by v.article_id, a.title
            order by view_count desc, v.article_id
            limit 10
            """)
    @RegisterConstructorMapper(Viewed.class)
    List<Viewed> top(@Nullable String category, LocalDate from, LocalDate end);

    @SqlQuery(
            """
            select coalesce(sum(v.view_count), 0)
            from kb_article_views v
            join kb_articles a on a.article_id = v.article_id
            where v.day >= :from and v.day < :end
                and (cast(:category as text) is null or lower(a.category) = lower(:category))
            """)
    long views(@Nullable String category, LocalDate from, LocalDate end);

    /** An article that wants somebody, and why. */
    record Wanting(String articleId, String title, String reason) {}

    @SqlQuery(
            """
            select a.article_id, a.title, m.reason
            from kb_articles a
            cross join lateral (
                select coalesce(sum(view_count) filter (where day > :today::date - 30), 0) as month,
                    coalesce(sum(view_count) filter (where day > :today::date - 90), 0) as quarter
                from kb_article_views v
                where v.article_id = a.article_id) viewed
            cross join lateral (
                select count(*) as votes, count(*) filter (where helpful) as helpful
                from kb_votes k
                where k.article_id = a.article_id) voted
            cross join lateral (values
                ('stale', a.status = 'published' and a.updated_at < :now::timestamptz - interval '180 days'
                    and viewed.month >= 20),
                ('unhelpful', a.status = 'published' and voted.votes >= 10 and voted.helpful * 2 < voted.votes),
                ('unused', a.status = 'published' and viewed.quarter = 0
                    and a.published_at < :now::timestamptz - interval '90 days'),
                ('forgotten_draft', a.status = 'draft' and a.updated_at < :now::timestamptz - interval '30 days'))
                as m (reason, is_so)
            where m.is_so and (cast(:category as text) is null or lower(a.category) = lower(:category))
            order by m.reason, a.article_id
            limit :most
            """)
    @RegisterConstructorMapper(Wanting.class)
    List<Wanting> maintenance(@Nullable String category, LocalDate today, Instant now, int most);
}
