package io.os199.cs.support.knowledge;

import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.knowledge.ArticleDao.Version;
import io.os199.cs.support.knowledge.Articles.Written;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The lifecycle of one locked article: draft, published, archived, and a draft again. */
final class ArticleLife {
    private final ArticleDao dao;
    private final Article article;
    private final Doing doing;
    private final ArticleEditing editing;

    ArticleLife(Transaction tx, Article article, Doing doing) {
        this.dao = tx.dao(ArticleDao.class);
        this.article = article;
        this.doing = doing;
        this.editing = new ArticleEditing(tx, article, doing);
    }

    Answer<Written> publish(@Nullable String changeNote) {
        Version draft = editing.draft().orElse(null);
        if (draft == null || article.status() == ArticleStatus.ARCHIVED) {
            return Answer.refused(
                    draft == null
                            ? Refusal.failedPrecondition("There is nothing new to publish")
                                    .hint("Change its text first with action update")
                            : Refusal.failedPrecondition("The article is archived")
                                    .hint("Bring it back as a draft first with action restore"));
        }
        List<String> links =
                ArticleChecks.linked(draft.body()).stream()
                        .filter(id -> !id.equals(article.articleId()))
                        .toList();
        List<String> failures =
                ArticleChecks.failures(article, draft, links.isEmpty() ? links : dead(links));
        if (!failures.isEmpty()) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The article cannot be published: "
                                            + String.join("; ", failures))
                            .hint("Mend it with action update"));
        }
        ArticleChanges changes = new ArticleChanges();
        if (article.status() == ArticleStatus.PUBLISHED) {
            changes.of("title", article.title(), draft.title())
                    .of("summary", article.summary(), draft.summary())
                    .of("content", article.body(), draft.body());
        }
        changes.of("status", WireName.of(article.status()), WireName.of(ArticleStatus.PUBLISHED))
                .of(
                        "live_version",
                        article.status() == ArticleStatus.PUBLISHED
                                ? Integer.toString(article.articleVersion())
                                : null,
                        Integer.toString(draft.articleVersion()));
        dao.supersede(article.articleId(), doing.now());
        dao.live(article.articleId(), draft.articleVersion(), changeNote, doing.now());
        dao.write(
                ArticleRow.of(article).reading(draft).live(draft.articleVersion(), doing.now()),
                doing.now());
        return Answer.of(editing.written(changes));
    }

    private List<String> dead(List<String> links) {
        return dao.unpublished(links);
    }

    Answer<Written> archive() {
        if (article.status() == ArticleStatus.ARCHIVED) {
            return Answer.refused(Refusal.failedPrecondition("The article is archived already"));
        }
        dao.write(
                ArticleRow.of(article).as(ArticleStatus.ARCHIVED, article.draftVersion()),
                doing.now());
        List<ArticleDao.Link> links = dao.linking(article.articleId());
        return Answer.of(
                new Written(
                        dao.find(article.articleId()).orElseThrow(),
                        new ArticleChanges()
                                .of(
                                        "status",
                                        WireName.of(article.status()),
                                        WireName.of(ArticleStatus.ARCHIVED))
                                .all(),
                        links.stream().map(ArticleDao.Link::article).toList(),
                        links.isEmpty() ? 0 : links.getFirst().totalCount(),
                        dao.views90(article.articleId(), Knowledge.day(doing.now()))));
    }

    Answer<Written> restore(@Nullable Integer toVersion) {
        boolean isArchived = article.status() == ArticleStatus.ARCHIVED;
        Version draft = editing.draft().orElse(null);
        if (toVersion == null && !isArchived) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    "The article is %s; only an archived one is brought back"
                                            .formatted(WireName.of(article.status())))
                            .field("to_version")
                            .expected("the article_version of an earlier text"));
        }
        if (draft != null && editing.isAnothers(draft)) {
            return Answer.refused(ArticleEditing.anothers(draft));
        }
        Version text = toVersion == null ? latest(draft) : earlier(toVersion, draft);
        if (text == null) {
            return Answer.refused(
                    Refusal.notFound(
                                    "to_version",
                                    "The article has no earlier text of version %d"
                                            .formatted(toVersion))
                            .expected(
                                    article.articleVersion() == 0
                                            ? "none; nothing of it was ever published"
                                            : "1 to %d".formatted(article.articleVersion())));
        }
        return Answer.of(restored(text, toVersion, draft));
    }

    /** Returns the text that was edited last. */
    private Version latest(@Nullable Version draft) {
        return draft == null
                ? dao.version(article.articleId(), article.articleVersion()).orElseThrow()
                : draft;
    }

    /** Returns a text that was once published. */
    private @Nullable Version earlier(int version, @Nullable Version draft) {
        return draft != null && draft.articleVersion() == version
                ? null
                : dao.version(article.articleId(), version).orElse(null);
    }

    private Written restored(Version text, @Nullable Integer toVersion, @Nullable Version draft) {
        int number = editing.number();
        Version next =
                new Version(
                        number,
                        text.title(),
                        text.summary(),
                        text.body(),
                        doing.actor().principal(),
                        toVersion == null ? null : "Text of version %d".formatted(toVersion),
                        doing.now());
        dao.draft(article.articleId(), next, doing.now());
        boolean isLive = article.status() == ArticleStatus.PUBLISHED;
        ArticleRow row =
                ArticleRow.of(article)
                        .as(isLive ? ArticleStatus.PUBLISHED : ArticleStatus.DRAFT, number);
        dao.write(isLive ? row : row.reading(next), isLive ? article.updatedAt() : doing.now());
        return editing.written(
                new ArticleChanges()
                        .ofText(latest(draft), next)
                        .of(
                                "draft_version",
                                draft == null ? null : Integer.toString(draft.articleVersion()),
                                Integer.toString(number))
                        .of("status", WireName.of(article.status()), WireName.of(row.status())));
    }
}
