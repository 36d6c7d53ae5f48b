package io.os199.cs.api.tools.support;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.NothingToChange;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.support.ArticleInput.Action;
import io.os199.cs.core.model.Doing;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.Article;
import io.os199.cs.support.knowledge.ArticleAudience;
import io.os199.cs.support.knowledge.ArticleFields;
import io.os199.cs.support.knowledge.ArticleStatus;
import io.os199.cs.support.knowledge.Articles;
import io.os199.cs.support.knowledge.Articles.Written;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Edits, publishes, retires and restores help articles, and records votes. */
@ToolInfo(
        name = "update_knowledge_base",
        title = "Articles",
        description =
                "Edits, publishes, archives, restores a help article, or records a vote. Find or"
                        + " create: manage_knowledge_base.",
        effect = Effect.SEND,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class UpdateKnowledgeBase implements Tool<ArticleInput, UpdateKnowledgeBase.Output> {
    private static final int LONGEST_VALUE = 200;

    /**
     * The result of the action.
     *
     * @param viewCount90d only for an article that was archived
     * @param inboundLinks published articles that link to it
     * @param isDryRun whether this only reports what would happen
     */
    public record Output(
            ArticleView article,
            List<Change> changes,
            @Nullable Long viewCount90d,
            @Nullable List<KnowledgeAnswer.Similar> inboundLinks,
            @Nullable List<Truncation> truncated,
            @Nullable Boolean isDryRun,
            Instant computedAt,
            List<DataGap> dataGaps) {
        static Output of(Written written, ArticleInput input, Instant now) {
            boolean isArchived = input.action() == Action.ARCHIVE;
            return new Output(
                    ArticleView.of(written.article()),
                    written.changes().stream().map(Change::of).toList(),
                    isArchived ? written.views90() : null,
                    isArchived
                            ? written.links().stream()
                                    .map(
                                            each ->
                                                    new KnowledgeAnswer.Similar(
                                                            each.articleId(), each.title()))
                                    .toList()
                            : null,
                    written.links().size() < written.linkCount()
                            ? List.of(
                                    new Truncation(
                                            "inbound_links",
                                            written.links().size(),
                                            written.linkCount()))
                            : null,
                    input.dryRun() ? true : null,
                    now,
                    List.of());
        }
    }

    /** A changed field, with the first 200 characters before and after. */
    public record Change(String field, @Nullable String before, @Nullable String after) {
        static Change of(Articles.Change change) {
            return new Change(change.field(), cut(change.before()), cut(change.after()));
        }

        private static @Nullable String cut(@Nullable String text) {
            return text == null ? null : UntrustedText.of(text, LONGEST_VALUE).text();
        }
    }

    /** The preview that a person confirms before customers see it, or no longer see it. */
    public record ArticlePreview(
            String articleId,
            String title,
            Action action,
            List<Change> changes,
            @Nullable Long viewCount90d,
            int inboundLinkCount)
            implements Preview {
        @Override
        public String question() {
            return "Do %s with the article %s?".formatted(WireName.of(action), articleId);
        }
    }

    private final Database database;
    private final Articles articles;
    private final UnaryOperator<String> voterHash;

    /** @param voterHash a keyed hash that recognizes a voter without identifying them */
    UpdateKnowledgeBase(Database database, Articles articles, UnaryOperator<String> voterHash) {
        this.database = database;
        this.articles = articles;
        this.voterHash = voterHash;
    }

    @Override
    public List<Fault> faults(ArticleInput input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        ArticleText.visible(faults, "title", input.title());
        ArticleText.visible(faults, "content", input.content());
        ArticleText.shown(faults, input.tags());
        ArticleFields fields = input.fields();
        if (input.action() == Action.UPDATE && fields.isEmpty() && unread.isEmpty()) {
            faults.add(
                    NothingToChange.fault(
                            "content",
                            "update",
                            "title, summary, content, category, subcategory, tags, search_keywords,"
                                    + " audience or allowed_tiers"));
        }
        return faults;
    }

    @Override
    public Answer<Output> call(ArticleInput input, Call call) {
        if (input.action() == Action.PUBLISH && !call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal("without cs:send nothing can be published", Scope.CS_SEND)
                            .field("action")
                            .expected("update, archive, restore or vote"));
        }
        if (input.dryRun()) {
            return database.rehearse(tx -> write(tx, input, call));
        }
        boolean customersSeeTheSame =
                input.action() == Action.VOTE
                        || (input.action() == Action.UPDATE
                                && input.audience() == null
                                && input.allowedTiers() == null);
        if (customersSeeTheSame || call.isRepeated()) {
            return call.write(Output.class, tx -> write(tx, input, call));
        }
        return database.current(tx -> Articles.find(tx, input.articleId()))
                .then(article -> Articles.asSeen(article, version(input)))
                .then(
                        before ->
                                needsYes(before, input)
                                        ? confirmed(before, input, call)
                                        : call.write(Output.class, tx -> write(tx, input, call)));
    }

    /** Whether customers would see a different text, see one they did not see before, or lose one. */
    private static boolean needsYes(Article before, ArticleInput input) {
        boolean isLive = before.status() == ArticleStatus.PUBLISHED;
        return switch (input.action()) {
            case PUBLISH -> before.audience() == ArticleAudience.CUSTOMER;
            case ARCHIVE -> true;
            case RESTORE -> isLive;
            case UPDATE -> isLive && before.isShownToMore(input.audience(), input.allowedTiers());
            case VOTE -> false;
        };
    }

    private Answer<Output> confirmed(Article before, ArticleInput input, Call call) {
        if (input.action() == Action.UPDATE && !call.has(Scope.CS_SEND)) {
            return Answer.refused(
                    NeededScopes.refusal(
                                    "without cs:send a published article cannot be shown to more"
                                            + " customers",
                                    Scope.CS_SEND)
                            .field(input.audience() == null ? "allowed_tiers" : "audience")
                            .expected("absent"));
        }
        return database.rehearse(tx -> write(tx, input, call))
                .then(
                        would ->
                                call.writeConfirmed(
                                        new ArticlePreview(
                                                before.articleId(),
                                                would.article().title(),
                                                input.action(),
                                                would.changes(),
                                                would.viewCount90d(),
                                                would.inboundLinks() == null
                                                        ? 0
                                                        : would.inboundLinks().size()),
                                        "%s %d".formatted(before.articleId(), before.version()),
                                        Output.class,
                                        tx -> write(tx, input, call)));
    }

    private Answer<Output> write(Transaction tx, ArticleInput input, Call call) {
        return written(tx, input, call).map(done -> Output.of(done, input, call.now()));
    }

    private Answer<Written> written(Transaction tx, ArticleInput input, Call call) {
        String articleId = input.articleId();
        Doing doing = call.doing();
        return switch (input.action()) {
            case UPDATE ->
                    articles.update(
                            tx,
                            articleId,
                            version(input),
                            input.fields(),
                            input.changeNote(),
                            doing);
            case PUBLISH ->
                    articles.publish(tx, articleId, version(input), input.changeNote(), doing);
            case ARCHIVE -> articles.archive(tx, articleId, version(input), doing);
            case RESTORE ->
                    articles.restore(tx, articleId, version(input), input.toVersion(), doing);
            case VOTE ->
                    articles.vote(
                            tx,
                            articleId,
                            voterHash.apply(voter(input, call)),
                            Objects.requireNonNull(input.helpfulVote()),
                            doing);
        };
    }

    /** The voter, regardless of case and outer blanks. */
    private static String voter(ArticleInput input, Call call) {
        String voter = input.voter();
        return voter == null ? call.principal().id() : voter.strip().toLowerCase(Locale.ROOT);
    }

    private static int version(ArticleInput input) {
        return Objects.requireNonNull(input.version());
    }
}
