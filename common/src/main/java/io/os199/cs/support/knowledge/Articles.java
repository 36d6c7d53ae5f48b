package io.os199.cs.support.knowledge;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleDao.Row;
import io.os199.cs.support.knowledge.ArticleDao.Version;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The one way in which help articles are written. Customers see the live text of a published article; another text of it is a draft beside
 * it until it is published in its place.
 */
public final class Articles {
    private final AuditLog audit;

    public Articles(AuditLog audit) {
        this.audit = audit;
    }

    /** Who does what with which tool, and when. */
    public record Doing(Actor actor, String tool, Instant now) {}

    /** An article with those that resemble it. */
    public record Created(Article article, List<Alike> similar) {}

    /** What was one way and is another. */
    public record Change(String field, @Nullable String before, @Nullable String after) {}

    /**
     * An article after a write.
     *
     * @param links published articles that lead to one that was archived
     */
    public record Written(Article article, List<Change> changes, List<Alike> links, long views90) {
        private static Written of(Article article, List<Change> changes) {
            return new Written(article, changes, List.of(), 0);
        }
    }

    /** Begins an article, as a draft. */
    public Created create(Transaction tx, ArticleFields fields, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        String articleId = TypeId.next("article");
        String title = Objects.requireNonNull(fields.title());
        String body = Objects.requireNonNull(fields.content());
        dao.insert(
                new Row(
                        articleId,
                        title,
                        fields.summary(),
                        body,
                        fields.category(),
                        fields.subcategory(),
                        orNone(fields.tags()),
                        orNone(fields.searchKeywords()),
                        Objects.requireNonNullElse(fields.audience(), Audience.CUSTOMER),
                        orNone(fields.allowedTiers()),
                        ArticleStatus.DRAFT,
                        0,
                        1,
                        null),
                doing.actor().principal(),
                doing.now());
        dao.draft(
                articleId,
                1,
                title,
                fields.summary(),
                body,
                doing.actor().principal(),
                null,
                doing.now());
        told(tx, articleId, "create article", doing);
        return new Created(dao.find(articleId).orElseThrow(), dao.alike(articleId, title));
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** The article of that id; refused where there is none. */
    public static Answer<Article> find(Transaction tx, String articleId) {
        return tx.dao(ArticleDao.class)
                .find(articleId)
                .<Answer<Article>>map(Answer::of)
                .orElseGet(() -> Answer.refused(unknown()));
    }

    /** The text of a draft beside the one that customers see; empty where there is none. */
    public static @Nullable String draftBody(Transaction tx, Article article) {
        Integer draft = article.draftVersion();
        return draft == null
                ? null
                : tx.dao(ArticleDao.class)
                        .version(article.articleId(), draft)
                        .map(Version::body)
                        .orElse(null);
    }

    /** Changes what is said of it; a new text of a published article is its draft. */
    public Answer<Written> update(
            Transaction tx,
            String articleId,
            int version,
            ArticleFields fields,
            @Nullable String changeNote,
            Doing doing) {
        return held(tx, articleId, version)
                .then(
                        article ->
                                article.status() == ArticleStatus.ARCHIVED
                                        ? Answer.refused(
                                                Refusal.failedPrecondition(
                                                                "The article is archived")
                                                        .hint(
                                                                "Bring it back as a draft first"
                                                                        + " with action restore"))
                                        : text(tx, article, fields, changeNote, doing)
                                                .map(
                                                        draft ->
                                                                updated(
                                                                        tx, article, fields, draft,
                                                                        doing)));
    }

    /** The number of the draft that holds the new text; the one that there is where the text stays. */
    private record Drafted(@Nullable Integer draftVersion, List<Change> changes) {}

    private static Answer<Drafted> text(
            Transaction tx,
            Article article,
            ArticleFields fields,
            @Nullable String changeNote,
            Doing doing) {
        if (!fields.changesText()) {
            return Answer.of(new Drafted(article.draftVersion(), List.of()));
        }
        ArticleDao dao = tx.dao(ArticleDao.class);
        Integer open = article.draftVersion();
        Version base =
                dao.version(article.articleId(), open == null ? article.articleVersion() : open)
                        .orElseGet(() -> asVersion(article));
        boolean isAnothers = open != null && !base.author().equals(doing.actor().principal());
        if (isAnothers && article.status() == ArticleStatus.PUBLISHED) {
            return Answer.refused(
                    Refusal.conflict(
                                    "%s has an open draft of this article since %s"
                                            .formatted(base.author(), base.at()))
                            .field("article_id")
                            .hint("Publish that draft first, or ask for it"));
        }
        String title = Objects.requireNonNullElse(fields.title(), base.title());
        String summary = fields.summary() == null ? base.summary() : fields.summary();
        String body = Objects.requireNonNullElse(fields.content(), base.body());
        List<Change> changes = new ArrayList<>();
        changed(changes, "title", base.title(), title);
        changed(changes, "summary", base.summary(), summary);
        changed(changes, "content", base.body(), body);
        if (changes.isEmpty()) {
            return Answer.of(new Drafted(open, changes));
        }
        int draft = open == null ? dao.newest(article.articleId()) + 1 : open;
        dao.draft(
                article.articleId(),
                draft,
                title,
                summary,
                body,
                doing.actor().principal(),
                changeNote,
                doing.now());
        return Answer.of(new Drafted(draft, changes));
    }

    private static Version asVersion(Article article) {
        return new Version(
                article.articleVersion(),
                article.title(),
                article.summary(),
                article.body(),
                article.author(),
                null,
                article.updatedAt());
    }

    private Written updated(
            Transaction tx, Article article, ArticleFields fields, Drafted drafted, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        // A draft is edited in place; of a published article the live text stays.
        boolean isLive = article.status() == ArticleStatus.PUBLISHED;
        List<Change> changes = new ArrayList<>(drafted.changes());
        Row row =
                new Row(
                        article.articleId(),
                        isLive || fields.title() == null ? article.title() : fields.title(),
                        isLive || fields.summary() == null ? article.summary() : fields.summary(),
                        isLive || fields.content() == null ? article.body() : fields.content(),
                        fields.category() == null ? article.category() : fields.category(),
                        fields.subcategory() == null ? article.subcategory() : fields.subcategory(),
                        fields.tags() == null ? article.tags() : fields.tags(),
                        fields.searchKeywords() == null
                                ? article.searchKeywords()
                                : fields.searchKeywords(),
                        Objects.requireNonNullElse(fields.audience(), article.audience()),
                        fields.allowedTiers() == null
                                ? article.allowedTiers()
                                : fields.allowedTiers(),
                        article.status(),
                        article.articleVersion(),
                        drafted.draftVersion(),
                        article.publishedAt());
        changed(changes, "category", article.category(), row.category());
        changed(changes, "subcategory", article.subcategory(), row.subcategory());
        changed(changes, "tags", listed(article.tags()), listed(row.tags()));
        changed(
                changes,
                "search_keywords",
                listed(article.searchKeywords()),
                listed(row.searchKeywords()));
        changed(changes, "audience", WireName.of(article.audience()), WireName.of(row.audience()));
        changed(
                changes,
                "allowed_tiers",
                listed(article.allowedTiers().stream().map(WireName::of).toList()),
                listed(row.allowedTiers().stream().map(WireName::of).toList()));
        if (changes.isEmpty()) {
            return Written.of(article, changes);
        }
        dao.write(row, doing.now());
        told(tx, article.articleId(), "update article", doing);
        return Written.of(dao.find(article.articleId()).orElseThrow(), changes);
    }

    private static String listed(List<String> words) {
        return String.join(", ", words);
    }

    private static void changed(
            List<Change> changes, String field, @Nullable String before, @Nullable String after) {
        if (!Objects.equals(before, after)) {
            changes.add(new Change(field, before, after));
        }
    }

    /** Puts the draft in the place of what customers see. All that is missing is told together. */
    public Answer<Written> publish(
            Transaction tx,
            String articleId,
            int version,
            @Nullable String changeNote,
            Doing doing) {
        return held(tx, articleId, version)
                .then(article -> published(tx, article, changeNote, doing));
    }

    private Answer<Written> published(
            Transaction tx, Article article, @Nullable String changeNote, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        Integer number = article.draftVersion();
        Version draft =
                number == null ? null : dao.version(article.articleId(), number).orElse(null);
        if (number == null || draft == null) {
            return Answer.refused(
                    Refusal.failedPrecondition("There is nothing new to publish")
                            .hint("Change its text first with action update"));
        }
        String summary = draft.summary() == null ? "" : draft.summary();
        List<String> failures =
                ArticleChecks.failures(
                        article,
                        draft.body(),
                        summary,
                        dao.unpublished(ArticleChecks.linked(draft.body())));
        if (!failures.isEmpty()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The article cannot be published: "
                                            + String.join("; ", failures))
                            .hint("Mend it with action update"));
        }
        dao.supersede(article.articleId(), doing.now());
        dao.live(article.articleId(), number, changeNote, doing.now());
        dao.write(
                new Row(
                        article.articleId(),
                        draft.title(),
                        draft.summary(),
                        draft.body(),
                        article.category(),
                        article.subcategory(),
                        article.tags(),
                        article.searchKeywords(),
                        article.audience(),
                        article.allowedTiers(),
                        ArticleStatus.PUBLISHED,
                        number,
                        null,
                        doing.now()),
                doing.now());
        told(tx, article.articleId(), "publish article", doing);
        List<Change> changes = new ArrayList<>();
        if (article.status() == ArticleStatus.PUBLISHED) {
            changed(changes, "title", article.title(), draft.title());
            changed(changes, "summary", article.summary(), draft.summary());
            changed(changes, "content", article.body(), draft.body());
        }
        changed(
                changes,
                "status",
                WireName.of(article.status()),
                WireName.of(ArticleStatus.PUBLISHED));
        return Answer.of(Written.of(dao.find(article.articleId()).orElseThrow(), changes));
    }

    /** Takes it out of what anybody finds. */
    public Answer<Written> archive(Transaction tx, String articleId, int version, Doing doing) {
        return held(tx, articleId, version)
                .then(
                        article ->
                                article.status() == ArticleStatus.ARCHIVED
                                        ? Answer.refused(
                                                Refusal.failedPrecondition(
                                                        "The article is archived already"))
                                        : Answer.of(archived(tx, article, doing)));
    }

    private Written archived(Transaction tx, Article article, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        dao.write(row(article, ArticleStatus.ARCHIVED, article.draftVersion()), doing.now());
        told(tx, article.articleId(), "archive article", doing);
        return new Written(
                dao.find(article.articleId()).orElseThrow(),
                List.of(
                        new Change(
                                "status",
                                WireName.of(article.status()),
                                WireName.of(ArticleStatus.ARCHIVED))),
                dao.linking(article.articleId()),
                dao.views90(article.articleId(), Knowledge.day(doing.now())));
    }

    private static Row row(Article article, ArticleStatus status, @Nullable Integer draftVersion) {
        return new Row(
                article.articleId(),
                article.title(),
                article.summary(),
                article.body(),
                article.category(),
                article.subcategory(),
                article.tags(),
                article.searchKeywords(),
                article.audience(),
                article.allowedTiers(),
                status,
                article.articleVersion(),
                draftVersion,
                article.publishedAt());
    }

    /**
     * Makes an earlier text the draft; or, without one, an archived article a draft again.
     *
     * @param toVersion of the text
     */
    public Answer<Written> restore(
            Transaction tx,
            String articleId,
            int version,
            @Nullable Integer toVersion,
            Doing doing) {
        return held(tx, articleId, version)
                .then(article -> restored(tx, article, toVersion, doing));
    }

    private Answer<Written> restored(
            Transaction tx, Article article, @Nullable Integer toVersion, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        boolean isArchived = article.status() == ArticleStatus.ARCHIVED;
        if (toVersion == null && !isArchived) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The article is %s; only an archived one is brought back"
                                            .formatted(WireName.of(article.status())))
                            .field("to_version")
                            .expected("the article_version of an earlier text"));
        }
        Integer open = article.draftVersion();
        if (toVersion != null && open != null && article.status() == ArticleStatus.PUBLISHED) {
            return Answer.refused(
                    Refusal.conflict("There is an open draft, version %d".formatted(open))
                            .field("to_version")
                            .hint("Publish it first"));
        }
        int wanted = toVersion == null ? article.articleVersion() : toVersion;
        Version text =
                dao.version(article.articleId(), wanted)
                        .orElse(toVersion == null ? asVersion(article) : null);
        if (text == null) {
            return Answer.refused(
                    Refusal.notFound("to_version", "The article has no such version")
                            .expected("1 to %d".formatted(dao.newest(article.articleId()))));
        }
        int draft = open == null ? dao.newest(article.articleId()) + 1 : open;
        dao.draft(
                article.articleId(),
                draft,
                text.title(),
                text.summary(),
                text.body(),
                doing.actor().principal(),
                "Text of version %d".formatted(wanted),
                doing.now());
        dao.write(
                row(article, isArchived ? ArticleStatus.DRAFT : article.status(), draft),
                doing.now());
        told(tx, article.articleId(), "restore article", doing);
        List<Change> changes = new ArrayList<>();
        changed(
                changes,
                "draft_version",
                open == null ? null : open.toString(),
                Integer.toString(draft));
        if (isArchived) {
            changes.add(new Change("status", "archived", "draft"));
        }
        return Answer.of(Written.of(dao.find(article.articleId()).orElseThrow(), changes));
    }

    /** One vote of a voter counts, the last. */
    public Answer<Written> vote(
            Transaction tx, String articleId, String voterHash, boolean helpful, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        return find(tx, articleId)
                .then(
                        article -> {
                            if (article.status() != ArticleStatus.PUBLISHED) {
                                return Answer.refused(
                                        Refusal.failedPrecondition(
                                                "The article is %s; only a published one is voted on"
                                                        .formatted(WireName.of(article.status()))));
                            }
                            dao.vote(articleId, voterHash, helpful, doing.now());
                            told(tx, articleId, "vote on article", doing);
                            return Answer.of(
                                    Written.of(dao.find(articleId).orElseThrow(), List.of()));
                        });
    }

    /** That somebody has read it. */
    public static void viewed(Transaction tx, String articleId, LocalDate day) {
        tx.dao(ArticleDao.class).viewed(articleId, day);
    }

    private static Answer<Article> held(Transaction tx, String articleId, int version) {
        tx.dao(ArticleDao.class).lock(articleId);
        return find(tx, articleId)
                .then(
                        article ->
                                article.version() == version
                                        ? Answer.of(article)
                                        : Answer.refused(
                                                Refusal.conflict(
                                                                "version %d is not the stored one: the article is %s at version %d; look at it and decide again"
                                                                        .formatted(
                                                                                version,
                                                                                WireName.of(
                                                                                        article
                                                                                                .status()),
                                                                                article.version()))
                                                        .field("version")
                                                        .expected(
                                                                Integer.toString(
                                                                        article.version()))));
    }

    private void told(Transaction tx, String articleId, String action, Doing doing) {
        audit.record(tx, AuditEntry.done(doing.actor(), doing.tool(), action, List.of(articleId)));
    }

    private static Refusal unknown() {
        return Refusal.notFound("article_id", "There is no article with this article_id")
                .expected("an article_id from manage_knowledge_base")
                .hint("Find it with manage_knowledge_base, action search");
    }
}
