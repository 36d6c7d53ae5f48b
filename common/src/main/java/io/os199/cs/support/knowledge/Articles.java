package io.os199.cs.support.knowledge;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleDao.Version;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * The only way to write help articles. Customers see the live text of a published article; any other text of it is a
 * draft until it is published in place of the live one.
 */
public final class Articles {
    private final AuditLog audit;

    public Articles(AuditLog audit) {
        this.audit = audit;
    }

    /** An article with those that resemble it. */
    public record Created(Article article, List<Alike> similar) {}

    /** A field that has changed. */
    public record Change(String field, @Nullable String before, @Nullable String after) {}

    /**
     * An article after a write.
     *
     * @param links published articles that link to an archived article, at most twenty
     * @param linkCount the number of all such articles
     * @param views90 the views of an archived article in the last 90 days
     */
    public record Written(
            Article article,
            List<Change> changes,
            List<Alike> links,
            long linkCount,
            long views90) {}

    /** Creates an article as a draft. */
    public Created create(Transaction tx, ArticleFields fields, Doing doing) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        String articleId = TypeId.next("article");
        String author = doing.actor().principal();
        String title = Objects.requireNonNull(fields.title());
        Version text =
                new Version(
                        1,
                        title,
                        fields.summary(),
                        Objects.requireNonNull(fields.content()),
                        author,
                        null,
                        doing.now());
        ArticleRow row =
                new ArticleRow(
                                articleId,
                                title,
                                text.summary(),
                                text.body(),
                                null,
                                null,
                                List.of(),
                                List.of(),
                                ArticleAudience.CUSTOMER,
                                List.of(),
                                ArticleStatus.DRAFT,
                                0,
                                1,
                                null)
                        .filed(fields);
        dao.insert(row, author, doing.now());
        dao.draft(articleId, text, doing.now());
        told(tx, articleId, "create article", doing);
        return new Created(dao.find(articleId).orElseThrow(), dao.alike(articleId, title));
    }

    /** Returns the article with that id; refused where there is none. */
    public static Answer<Article> find(Transaction tx, String articleId) {
        return tx.dao(ArticleDao.class)
                .find(articleId)
                .<Answer<Article>>map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.notFound(
                                                        "article_id",
                                                        "There is no article with this article_id")
                                                .expected(
                                                        "an article_id from manage_knowledge_base")
                                                .hint(
                                                        "Find it with manage_knowledge_base, action"
                                                                + " search")));
    }

    /** Returns the article if it is still at the version that the caller saw. */
    public static Answer<Article> asSeen(Article article, int version) {
        return article.version() == version
                ? Answer.of(article)
                : Answer.refused(
                        Refusal.stale(
                                "the article",
                                version,
                                article.version(),
                                WireName.of(article.status())));
    }

    /** Returns the text of the draft next to the one that customers see; absent where there is none. */
    public static @Nullable String draftBody(Transaction tx, Article article) {
        Integer draft = article.draftVersion();
        return draft == null
                ? null
                : tx.dao(ArticleDao.class)
                        .version(article.articleId(), draft)
                        .map(Version::body)
                        .orElse(null);
    }

    /** Changes the fields of an article; a new text for a published article becomes its draft. */
    public Answer<Written> update(
            Transaction tx,
            String articleId,
            int version,
            ArticleFields fields,
            @Nullable String changeNote,
            Doing doing) {
        return held(tx, articleId, version)
                .then(article -> new ArticleEditing(tx, article, doing).update(fields, changeNote))
                .map(written -> told(tx, written, "update article", doing));
    }

    /** Publishes the draft in place of what customers see. Everything that is missing is reported at once. */
    public Answer<Written> publish(
            Transaction tx,
            String articleId,
            int version,
            @Nullable String changeNote,
            Doing doing) {
        return held(tx, articleId, version)
                .then(article -> new ArticleLife(tx, article, doing).publish(changeNote))
                .map(written -> told(tx, written, "publish article", doing));
    }

    /** Archives an article, so that no one finds it any more. */
    public Answer<Written> archive(Transaction tx, String articleId, int version, Doing doing) {
        return held(tx, articleId, version)
                .then(article -> new ArticleLife(tx, article, doing).archive())
                .map(written -> told(tx, written, "archive article", doing));
    }

    /**
     * Makes an earlier text the draft or, if no version is given, turns an archived article into a draft again.
     *
     * @param toVersion the version of the text
     */
    public Answer<Written> restore(
            Transaction tx,
            String articleId,
            int version,
            @Nullable Integer toVersion,
            Doing doing) {
        return held(tx, articleId, version)
                .then(article -> new ArticleLife(tx, article, doing).restore(toVersion))
                .map(written -> told(tx, written, "restore article", doing));
    }

    /** Records a vote; only a voter's last vote counts. */
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
                                    new Written(
                                            dao.find(articleId).orElseThrow(),
                                            List.of(),
                                            List.of(),
                                            0,
                                            0));
                        });
    }

    /** Records that someone has read the article. */
    public static void viewed(Transaction tx, String articleId, LocalDate day) {
        tx.dao(ArticleDao.class).viewed(articleId, day);
    }

    /** Locks the article until the transaction ends, and returns it if it is at the version that the caller saw. */
    private static Answer<Article> held(Transaction tx, String articleId, int version) {
        ArticleDao dao = tx.dao(ArticleDao.class);
        if (dao.lock(articleId).isPresent() && dao.adopt(articleId) > 0) {
            dao.adoptDraft(articleId);
        }
        return find(tx, articleId).then(article -> asSeen(article, version));
    }

    private Written told(Transaction tx, Written written, String action, Doing doing) {
        if (!written.changes().isEmpty()) {
            told(tx, written.article().articleId(), action, doing);
        }
        return written;
    }

    private void told(Transaction tx, String articleId, String action, Doing doing) {
        audit.record(tx, AuditEntry.done(doing, action, List.of(articleId)));
    }
}
