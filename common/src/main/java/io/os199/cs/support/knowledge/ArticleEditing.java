package io.os199.cs.support.knowledge;

import static java.util.Objects.requireNonNullElse;

import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.support.knowledge.ArticleDao.Version;
import io.os199.cs.support.knowledge.Articles.Written;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Edits one locked article: a draft in place, a published one as a draft next to it. */
final class ArticleEditing {
    private final ArticleDao dao;
    private final Article article;
    private final Doing doing;
    private final boolean isLive;

    ArticleEditing(Transaction tx, Article article, Doing doing) {
        this.dao = tx.dao(ArticleDao.class);
        this.article = article;
        this.doing = doing;
        this.isLive = article.status() == ArticleStatus.PUBLISHED;
    }

    Answer<Written> update(ArticleFields fields, @Nullable String changeNote) {
        if (article.status() == ArticleStatus.ARCHIVED) {
            return Answer.refused(
                    Refusal.failedPrecondition("The article is archived")
                            .hint("Bring it back as a draft first with action restore"));
        }
        Version base = base();
        Version text = text(base, fields, changeNote);
        ArticleRow before = ArticleRow.of(article);
        ArticleRow filed = before.filed(fields);
        ArticleChanges changes = new ArticleChanges().ofText(base, text);
        boolean isNewText = !changes.isEmpty();
        if (isNewText && isAnothers(base)) {
            return Answer.refused(anothers(base));
        }
        boolean isFiledAnew = !filed.equals(before);
        if (changes.ofFiling(before, filed).isEmpty()) {
            return Answer.of(written(changes));
        }
        Integer draft = isNewText ? Integer.valueOf(number()) : article.draftVersion();
        if (isNewText) {
            dao.draft(article.articleId(), text.numbered(number()), doing.now());
        }
        ArticleRow row = filed.as(article.status(), draft);
        // While only the draft changes, what customers see keeps its date.
        Instant updatedAt = isLive && !isFiledAnew ? article.updatedAt() : doing.now();
        dao.write(isLive ? row : row.reading(text), updatedAt);
        return Answer.of(written(changes));
    }

    /** Returns the text to edit: the draft or, without one, the text published last. */
    private Version base() {
        return draft().orElseGet(
                        () ->
                                dao.version(article.articleId(), article.articleVersion())
                                        .orElseThrow());
    }

    private Version text(Version base, ArticleFields fields, @Nullable String changeNote) {
        return new Version(
                base.articleVersion(),
                requireNonNullElse(fields.title(), base.title()),
                fields.summary() == null ? base.summary() : fields.summary(),
                requireNonNullElse(fields.content(), base.body()),
                doing.actor().principal(),
                changeNote,
                doing.now());
    }

    Optional<Version> draft() {
        Integer open = article.draftVersion();
        return open == null ? Optional.empty() : dao.version(article.articleId(), open);
    }

    /** Returns the version number of the draft: that of the existing one, or the next number. */
    int number() {
        Integer open = article.draftVersion();
        return open == null ? dao.newest(article.articleId()) + 1 : open;
    }

    /** Whether a text is another person's draft of a published article. */
    boolean isAnothers(Version text) {
        Integer open = article.draftVersion();
        return isLive
                && open != null
                && open == text.articleVersion()
                && !text.author().equals(doing.actor().principal());
    }

    static Refusal anothers(Version draft) {
        return Refusal.conflict(
                        "%s has an open draft of this article since %s"
                                .formatted(draft.author(), draft.at()))
                .field("article_id")
                .hint("Publish that draft first, or ask for it");
    }

    Written written(ArticleChanges changes) {
        return new Written(
                dao.find(article.articleId()).orElseThrow(), changes.all(), List.of(), 0, 0);
    }
}
