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
import java.util.Optional;

/** The tables {@code kb_articles}, {@code kb_article_versions}, {@code kb_article_views} and {@code kb_votes}. */
interface ArticleDao {
    /** The columns of {@link Article}, from the article {@code a}. */
    String COLUMNS =
            """
            a.article_id, a.title, a.summary, a.body, a.category, a.subcategory, a.tags, a.search_keywords, a.audience,
            a.allowed_tiers, a.status, a.author, a.article_version, a.draft_version, a.published_at, a.updated_at,
            (select coalesce(sum(v.view_count), 0) from kb_article_views v where v.article_id = a.article_id) as view_count,
            (select count(*) from kb_votes v where v.article_id = a.article_id and v.helpful) as helpful_count,
            (select count(*) from kb_votes v where v.article_id = a.article_id and not v.helpful) as not_helpful_count,
            a.version
            """;

    @SqlQuery("select " + COLUMNS + " from kb_articles a where a.article_id = :articleId")
    @RegisterConstructorMapper(Article.class)
    Optional<Article> find(String articleId);

    /** Locks the article, so that no one else changes it until the transaction ends. */
    @SqlQuery("select article_id from kb_articles where article_id = :articleId for update")
    Optional<String> lock(String articleId);

    @SqlUpdate(
            """
            insert into kb_articles (article_id, title, summary, body, category, subcategory, tags, search_keywords, audience,
                allowed_tiers, status, author, article_version, draft_version, created_at, updated_at)
            values (:articleId, :title, :summary, :body, :category, :subcategory, :tags::text[], :searchKeywords::text[],
                :audience, :allowedTiers::text[], :status, :author, :articleVersion, :draftVersion, :now, :now)
            """)
    void insert(@BindMethods ArticleRow row, String author, Instant now);

    @SqlUpdate(
            """
            update kb_articles
            set title = :title, summary = :summary, body = :body, category = :category, subcategory = :subcategory,
                tags = :tags::text[], search_keywords = :searchKeywords::text[], audience = :audience,
                allowed_tiers = :allowedTiers::text[], status = :status, article_version = :articleVersion,
                draft_version = :draftVersion, published_at = :publishedAt, version = version + 1, updated_at = :updatedAt
            where article_id = :articleId
            """)
    void write(@BindMethods ArticleRow row, Instant updatedAt);

    /**
     * Stores the text of an article that came from elsewhere as its first stored version, before it is changed;
     * returns the number of versions stored.
     */
    @SqlUpdate(
            """
            insert into kb_article_versions (article_id, article_version, title, summary, body, state, author, at)
            select article_id, greatest(article_version, 1), title, summary, body,
                case status when 'published' then 'live' when 'draft' then 'draft' else 'superseded' end, author, updated_at
            from kb_articles a
            where article_id = :articleId
                and not exists (select from kb_article_versions v where v.article_id = a.article_id)
            """)
    int adopt(String articleId);

    /** Sets the version columns of such an article; a draft is an open draft of which nothing was published. */
    @SqlUpdate(
            """
            update kb_articles
            set draft_version = case status when 'draft' then greatest(article_version, 1) end,
                article_version = case status when 'draft' then 0 else greatest(article_version, 1) end
            where article_id = :articleId
            """)
    void adoptDraft(String articleId);

    /** One version of an article's text. */
    record Version(
            int articleVersion,
            String title,
            @Nullable String summary,
            String body,
            String author,
            @Nullable String changeNote,
            Instant at) {
        /** Returns the same text with another version number. */
        Version numbered(int number) {
            return new Version(number, title, summary, body, author, changeNote, at);
        }
    }

    @SqlQuery(
            """
            select article_version, title, summary, body, author, change_note, at
            from kb_article_versions
            where article_id = :articleId and article_version = :articleVersion
            """)
    @RegisterConstructorMapper(Version.class)
    Optional<Version> version(String articleId, int articleVersion);

    @SqlQuery(
            """
            select coalesce(max(article_version), 0) from kb_article_versions where article_id = :articleId
            """)
    int newest(String articleId);

    /** Stores the draft, replacing the existing one. */
    @SqlUpdate(
            """
            insert into kb_article_versions (article_id, article_version, title, summary, body, state, author, change_note, at,
                created_at, updated_at)
            values (:articleId, :articleVersion, :title, :summary, :body, 'draft', :author, :changeNote, :at, :now, :now)
            on conflict (article_id, article_version) do update
            set title = excluded.title, summary = excluded.summary, body = excluded.body, author = excluded.author,
                change_note = coalesce(excluded.change_note, kb_article_versions.change_note), at = excluded.at,
                updated_at = :now
            """)
    void draft(String articleId, @BindMethods Version text, Instant now);

    /** Marks the version that was live as superseded. */
    @SqlUpdate(
            """
            update kb_article_versions
            set state = 'superseded', updated_at = :now
            where article_id = :articleId and state = 'live'
            """)
    void supersede(String articleId, Instant now);

    @SqlUpdate(
            """
            update kb_article_versions
            set state = 'live', change_note = coalesce(:changeNote, change_note), updated_at = :now
            where article_id = :articleId and article_version = :articleVersion
            """)
    void live(String articleId, int articleVersion, @Nullable String changeNote, Instant now);

    @SqlUpdate(
            """
            insert into kb_votes (article_id, voter_hash, helpful, at)
            values (:articleId, :voterHash, :helpful, :now)
            on conflict (article_id, voter_hash) do update
            set helpful = excluded.helpful, at = excluded.at
            """)
    void vote(String articleId, String voterHash, boolean helpful, Instant now);

    @SqlUpdate(
            """
            insert into kb_article_views (article_id, day, view_count)
            values (:articleId, :day, 1)
            on conflict (article_id, day) do update
            set view_count = kb_article_views.view_count + 1
            """)
    void viewed(String articleId, LocalDate day);

    /** Returns the ids that belong to no published article. */
    @SqlQuery(
            """
            select id
            from unnest(:ids::text[]) id
            where not exists (select from kb_articles a where a.article_id = id and a.status = 'published')
            order by id
            """)
    List<String> unpublished(List<String> ids);

    /** Returns published articles with nearly the same title. */
    @SqlQuery(
            """
            select article_id, title
            from kb_articles
            where status = 'published' and article_id <> :articleId and lower(title) % lower(:title)
                and similarity(lower(title), lower(:title)) >= 0.8
            order by similarity(lower(title), lower(:title)) desc, article_id
            limit 5
            """)
    @RegisterConstructorMapper(Alike.class)
    List<Alike> alike(String articleId, String title);

    /**
     * A published article that links to another.
     *
     * @param totalCount the number of all such articles
     */
    record Link(@Nested Alike article, long totalCount) {}

    @SqlQuery(
            """
            select article_id, title, count(*) over () as total_count
            from kb_articles
            where status = 'published' and article_id <> :articleId
                and position('article:' || :articleId in body) > 0
                and replace(body, 'article:' || :articleId, E'\\x01') ~ E'\\x01([^[:alnum:]_-]|$)'
            order by article_id
            limit 20
            """)
    @RegisterConstructorMapper(Link.class)
    List<Link> linking(String articleId);

    @SqlQuery(
            """
            select coalesce(sum(view_count), 0)
            from kb_article_views
            where article_id = :articleId and day > :today::date - 90 and day <= :today
            """)
    long views90(String articleId, LocalDate today);
}
