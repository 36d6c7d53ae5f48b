package io.os199.cs.support.knowledge;

import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Finds articles, and stores what was searched for. */
interface KnowledgeDao {
    /**
     * The condition that selects articles: by status and category, and for a client only those that its tier may see.
     */
    String VISIBLE =
            """
            a.status = :status
                and (cast(:category as text) is null or lower(a.category) = lower(:category))
                and (cast(:subcategory as text) is null or lower(a.subcategory) = lower(:subcategory))
                and (cast(:audience as text) is null or a.audience = :audience)
                and (cast(:clientId as text) is null or (a.audience = 'customer' and (
                    a.allowed_tiers = '{}' or (select c.tier from clients c where c.client_id = :clientId) = any(a.allowed_tiers))))
            """;

    /** Sets, for this transaction, how similar a title must be to the words to be found by trigrams. */
    @SqlQuery("select set_config('pg_trgm.word_similarity_threshold', :similarity, true)")
    String nearTitles(String similarity);

    /** An article that was found, with the parts of its score, each from 0 to 1, and the total number found. */
    record Hit(
            @Nested Article article,
            BigDecimal score,
            @Nullable Double rank,
            @Nullable Double similarity,
            double helpful,
            double recency,
            @Nullable Double viewed,
            @Nullable Double bonus,
            long totalCount,
            @Nullable String snippet) {}

    /**
     * The query, for all of its words or, with {@code :any}, for any of them; and the articles with a similar title.
     */
    String ASKED =
            """
            asked as (
                select case when :any then replace(plainto_tsquery('english', :query)::text, '&', '|')::tsquery
                    else websearch_to_tsquery('english', :query) end as words),
            near as materialized (
                select a.article_id
                from kb_articles a
                where lower(:query) <% lower(a.title) and
            """
                    + VISIBLE
                    + ")";

    /**
     * The articles whose text matches the query, without those with near titles: selected separately, each set finds
     * its rows by its own index and reads no text to do so.
     */
    String SAYING =
            """
            from kb_articles a
            cross join asked
            where a.search @@ asked.words and a.article_id not in (select article_id from near) and
            """
                    + VISIBLE;

    /** What is known of an article before its votes are counted. */
    String RANKED =
            """
            select a.article_id, ts_rank_cd('{0.1,0.2,0.4,1.0}', a.search, asked.words, 32) as rank,
                power(2::double precision, -(:today::date - (a.updated_at at time zone 'UTC')::date) / 365.0::double precision) as recency,
                case when lower(a.category) = lower(:bonusCategory) then 0.1 end as bonus,
            """;

    /**
     * The score is the sum of 0.55 of the rank (cover density over length, 32 = rank / (rank + 1)), 0.25 of the
     * title's word similarity, 0.15 of how helpful it was (Laplace) and 0.05 of how recent it is (halved each year).
     * Votes are counted, and titles that are not near compared, only for articles that may be on the page: those
     * that, with the full 0.15 and the 0.0875 that bounds what such a title is worth, reach the score that enough
     * articles to fill the page have without them.
     */
    String FOUND =
            ASKED
                    + ", matched as materialized ("
                    + RANKED
                    + """
                                word_similarity(lower(:query), lower(a.title)) as similarity
                            from near
                            join kb_articles a on a.article_id = near.article_id
                            cross join asked
                        union all
                    """
                    + RANKED
                    + " null "
                    + SAYING
                    + """
                    ),
                    bounded as materialized (
                        select *, 0.55 * rank + 0.25 * coalesce(similarity, 0) + 0.05 * recency + coalesce(bonus, 0) as least_score,
                            0.15 + case when similarity is null then 0.0875 else 0 end as open_score
                        from matched),
                    page_floor as (
                        select least_score
                        from bounded
                        where cast(:afterId as text) is null or least_score + open_score < :afterScore::numeric
                        order by least_score desc
                        offset :most - 1 limit 1),
                    scored as (
                        select b.article_id, b.rank, b.recency, b.bonus, h.helpful,
                            coalesce(b.similarity, word_similarity(lower(:query), lower(a.title))) as similarity
                        from bounded b
                        join kb_articles a on a.article_id = b.article_id
                        cross join lateral (
                            select (count(*) filter (where k.helpful) + 1.0) / (count(*) + 2) as helpful
                            from kb_votes k
                            where k.article_id = b.article_id) h
                        where b.least_score + b.open_score >= coalesce((select least_score from page_floor), 0) - 0.000001
                            and (cast(:afterId as text) is null or b.least_score <= :afterScore::numeric + 0.000001)),
                    summed as (
                        select s.*, round((0.55 * rank + 0.25 * similarity + 0.15 * helpful + 0.05 * recency
                            + coalesce(bonus, 0))::numeric, 6) as score
                        from scored s)
                    """;

    @PlannedForItsValues
    @SqlQuery(
            "with "
                    + FOUND
                    + "select "
                    + ArticleDao.COLUMNS
                    + """
                        , s.score, s.rank, s.similarity, s.helpful, s.recency, null as viewed, s.bonus,
                        (select count(*) from matched) as total_count,
                        ts_headline('english', coalesce(a.summary, '') || ' ' || left(a.body, 20000), asked.words,
                            'StartSel=**, StopSel=**, MaxWords=35, MinWords=15, MaxFragments=1') as snippet
                    from (select * from summed
                          where cast(:afterId as text) is null
                              or (-score, article_id) > (-:afterScore::numeric, :afterId)
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
            @Nullable BigDecimal afterScore,
            @Nullable String afterId,
            LocalDate today,
            int most);

    @SqlQuery(
            "with "
                    + ASKED
                    + " select (select count(*) from near) + (select count(*) "
                    + SAYING
                    + ")")
    long found(@BindMethods ArticleFilter filter, String query, boolean any);

    /** Returns the title word that is nearest to a word of the query that no article has. */
    @SqlQuery(
            """
            select word
            from (select distinct part as asked
                  from regexp_split_to_table(lower(:query), '[^[:alnum:]]+') as part
                  where length(part) >= 3 and numnode(plainto_tsquery('english', part)) > 0
                      and not exists (
                          select from kb_articles a
                          where a.search @@ plainto_tsquery('english', part) and
            """
                    + VISIBLE
                    + """
                        offset 0)) missing
                    cross join lateral (
                        select distinct regexp_split_to_table(lower(a.title), '[^[:alnum:]]+') as word
                        from kb_articles a
                        where missing.asked <% lower(a.title) and
                    """
                    + VISIBLE
                    + """
                    ) titles
                    where length(word) >= 3 and similarity(word, asked) >= 0.25
                    order by similarity(word, asked) desc, word
                    limit 1
                    """)
    Optional<String> nearestWord(@BindMethods ArticleFilter filter, String query);

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

    /** An article of a list, with the values that determine its place. */
    record Row(@Nested Article article, String words, BigDecimal figure) {}

    @PlannedForItsValues
    @SqlQuery(
            """
            with placed as (
                select a.article_id, case when :sort = 'title' then lower(a.title) else '' end as words,
                    case :sort
                        when 'updated' then -extract(epoch from a.updated_at)
                        when 'views' then -coalesce(v.view_count, 0)
                        else 0
                    end as figure
                from kb_articles a
                left join (
                    select article_id, sum(view_count) as view_count
                    from kb_article_views
                    where :sort = 'views'
                    group by article_id) v on v.article_id = a.article_id
                where
            """
                    + VISIBLE
                    + ") select "
                    + ArticleDao.COLUMNS
                    + """
                    , p.words, p.figure
                    from (select * from placed
                          where cast(:afterId as text) is null
                              or (words, figure, article_id) > (:afterWords, :afterFigure::numeric, :afterId)
                          order by words, figure, article_id
                          limit :most) p
                    join kb_articles a on a.article_id = p.article_id
                    order by p.words, p.figure, p.article_id
                    """)
    @RegisterConstructorMapper(Row.class)
    List<Row> list(
            @BindMethods ArticleFilter filter,
            String sort,
            @Nullable String afterWords,
            @Nullable BigDecimal afterFigure,
            @Nullable String afterId,
            int most);

    @PlannedForItsValues
    @SqlQuery("select count(*) from kb_articles a where " + VISIBLE)
    long count(@BindMethods ArticleFilter filter);

    /**
     * Recommends articles without a ticket: half by how helpful they are, 0.3 by the share of articles with fewer
     * views in 30 days, 0.2 by how recent they are.
     */
    @PlannedForItsValues
    @SqlQuery(
            """
            with figures as materialized (
                select a.article_id, a.status, a.category, a.subcategory, a.audience, a.allowed_tiers,
                    (coalesce(k.helpful_count, 0) + 1.0) / (coalesce(k.vote_count, 0) + 2) as helpful,
                    power(2::double precision, -(:today::date - (a.updated_at at time zone 'UTC')::date) / 365.0::double precision) as recency,
                    coalesce(v.view_count, 0) as views
                from kb_articles a
                left join (
                    select article_id, count(*) filter (where helpful) as helpful_count, count(*) as vote_count
                    from kb_votes
                    group by article_id) k on k.article_id = a.article_id
                left join (
                    select article_id, sum(view_count) as view_count
                    from kb_article_views
                    where day > :today::date - 30
                    group by article_id) v on v.article_id = a.article_id),
            ranked as (
                select a.*, percent_rank() over (order by views) as viewed
                from figures a
                where
            """
                    + VISIBLE
                    + """
                    ),
                    scored as (
                        select *, round((0.5 * helpful + 0.3 * viewed + 0.2 * recency)::numeric, 6) as score from ranked)
                    select
                    """
                    + ArticleDao.COLUMNS
                    + """
                        , r.score, null as rank, null as similarity, r.helpful, r.recency, r.viewed, null as bonus, 0 as total_count, null as snippet
                    from (select * from scored
                          where cast(:afterId as text) is null
                              or (-score, article_id) > (-:afterScore::numeric, :afterId)
                          order by score desc, article_id
                          limit :most) r
                    join kb_articles a on a.article_id = r.article_id
                    order by r.score desc, r.article_id
                    """)
    @RegisterConstructorMapper(Hit.class)
    List<Hit> recommend(
            @BindMethods ArticleFilter filter,
            @Nullable BigDecimal afterScore,
            @Nullable String afterId,
            LocalDate today,
            int most);

    @SqlQuery("select exists (select from kb_articles where lower(category) = lower(:category))")
    boolean hasCategory(String category);

    /** Returns the first twenty of the existing categories. */
    @SqlQuery(
            """
            select distinct category from kb_articles where category is not null order by category limit 20
            """)
    List<String> categories();
}
