package io.os199.cs.api.tools.support;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.NeededScopes;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.api.tools.support.KnowledgeAnswer.Body;
import io.os199.cs.api.tools.support.KnowledgeAnswer.Item;
import io.os199.cs.api.tools.support.KnowledgeAnswer.Match;
import io.os199.cs.api.tools.support.KnowledgeAnswer.Results;
import io.os199.cs.api.tools.support.KnowledgeAnswer.Similar;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.paging.Cursors.Start;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.support.knowledge.Article;
import io.os199.cs.support.knowledge.ArticleFilter;
import io.os199.cs.support.knowledge.ArticleSort;
import io.os199.cs.support.knowledge.ArticleStatus;
import io.os199.cs.support.knowledge.Articles;
import io.os199.cs.support.knowledge.Knowledge;
import io.os199.cs.support.knowledge.Knowledge.Place;
import io.os199.cs.support.knowledge.RecentViews;
import io.os199.cs.support.model.Ticket;
import io.os199.cs.support.ticket.Tickets;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds help articles, starts new ones, and shows what was searched for in vain. */
@ToolInfo(
        name = "manage_knowledge_base",
        title = "Knowledge base",
        description =
                "Finds, lists, recommends and starts help articles; content gaps. Change or"
                        + " publish: update_knowledge_base.",
        effect = Effect.WRITE,
        scope = Scope.CS_READ,
        deadlineSeconds = 30,
        idempotent = false)
public final class ManageKnowledgeBase implements Tool<KnowledgeInput, KnowledgeAnswer> {
    private static final int USUAL_LIMIT = 20;
    private static final int BODY_BYTES = 16_000;
    private static final int RELATED = 5;

    private final Database database;
    private final ClientDirectory clients;
    private final Articles articles;
    private final Cursors cursors;
    private final RecentViews views = new RecentViews();

    ManageKnowledgeBase(
            Database database, ClientDirectory clients, Articles articles, Cursors cursors) {
        this.database = database;
        this.clients = clients;
        this.articles = articles;
        this.cursors = cursors;
    }

    @Override
    public List<Fault> faults(KnowledgeInput input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        ArticleText.visible(faults, "title", input.title());
        ArticleText.visible(faults, "content", input.content());
        ArticleText.visible(faults, "search_query", input.searchQuery());
        ArticleText.shown(faults, input.tags());
        return faults;
    }

    @Override
    public Answer<KnowledgeAnswer> call(KnowledgeInput input, Call call) {
        return switch (input.action()) {
            case CREATE -> create(input, call);
            case GET -> get(input, call);
            // A search stores a row with what was searched for.
            case SEARCH ->
                    database.write(tx -> client(tx, input).then(id -> search(tx, input, id, call)));
            case LIST ->
                    database.snapshot(
                            tx -> client(tx, input).then(id -> list(tx, input, id, call)));
            case RECOMMEND ->
                    database.snapshot(
                            tx -> client(tx, input).then(id -> recommend(tx, input, id, call)));
            case ANALYTICS -> database.snapshot(tx -> figures(tx, input, call));
        };
    }

    private static Answer<KnowledgeAnswer> figures(
            Transaction tx, KnowledgeInput input, Call call) {
        Knowledge knowledge = new Knowledge(tx, call.now());
        return knowledge
                .known("category", input.category())
                .map(
                        known ->
                                KnowledgeAnswer.figures(
                                        knowledge.figures(input.category(), input.periodDays()),
                                        call.now()));
    }

    private Answer<KnowledgeAnswer> create(KnowledgeInput input, Call call) {
        if (!call.has(Scope.CS_WRITE)) {
            return Answer.refused(
                    NeededScopes.onlyReading("search", "get", "list", "recommend", "analytics"));
        }
        return input.dryRun()
                ? database.rehearse(tx -> Answer.of(created(tx, input, call)))
                : call.write(KnowledgeAnswer.class, tx -> Answer.of(created(tx, input, call)));
    }

    private KnowledgeAnswer created(Transaction tx, KnowledgeInput input, Call call) {
        Articles.Created created = articles.create(tx, input.fields(), call.doing());
        return KnowledgeAnswer.created(
                created.article(),
                created.similar().stream()
                        .map(each -> new Similar(each.articleId(), each.title()))
                        .toList(),
                input.dryRun(),
                call.now());
    }

    private Answer<KnowledgeAnswer> get(KnowledgeInput input, Call call) {
        String articleId = Objects.requireNonNull(input.articleId());
        return database.write(
                tx ->
                        Articles.find(tx, articleId)
                                .then(article -> whole(tx, article, input, call)));
    }

    private Answer<KnowledgeAnswer> whole(
            Transaction tx, Article article, KnowledgeInput input, Call call) {
        String draft =
                article.status() == ArticleStatus.PUBLISHED
                        ? Articles.draftBody(tx, article)
                        : null;
        int length =
                Math.max(
                        TextPart.length(article.body()),
                        draft == null ? 0 : TextPart.length(draft));
        if (input.offset() > 0 && input.offset() >= length) {
            return Answer.refused(
                    Refusal.invalid(
                            "offset",
                            "offset %d is behind the end of the body".formatted(input.offset()),
                            "0 to %d".formatted(Math.max(0, length - 1))));
        }
        if (article.status() == ArticleStatus.PUBLISHED
                && views.counts(call.principal().id(), article.articleId(), call.now())) {
            Articles.viewed(tx, article.articleId(), call.today());
        }
        return Answer.of(
                KnowledgeAnswer.read(
                        article,
                        body(article.body(), draft, input.offset(), length),
                        related(tx, article, call),
                        call.now()));
    }

    /** The body from a given character on, and the draft from the same one; together within the budget of an answer. */
    private static Body body(String body, @Nullable String draft, int offset, int length) {
        if (draft == null) {
            TextPart part = TextPart.of(body, offset, BODY_BYTES);
            return Body.of(part.text(), null, part.end(), length, part.isMore());
        }
        TextPart live = TextPart.of(body, offset, BODY_BYTES / 2);
        TextPart beside = TextPart.of(draft, offset, BODY_BYTES / 2);
        // So that reading on misses nothing of either.
        int end =
                Math.min(
                        live.isMore() ? live.end() : length,
                        beside.isMore() ? beside.end() : length);
        return Body.of(live.text(), beside.text(), end, length, end < length);
    }

    private static List<Item> related(Transaction tx, Article article, Call call) {
        return new Knowledge(tx, call.now())
                        .answering(
                                ArticleFilter.forCustomers(null, null, null),
                                article.title(),
                                article.category(),
                                RELATED + 1)
                        .stream()
                        .filter(each -> !each.article().articleId().equals(article.articleId()))
                        .limit(RELATED)
                        .map(each -> Item.of(each, null))
                        .toList();
    }

    /** The client whose articles are read; absent for all. */
    private record Reader(@Nullable String clientId) {}

    private Answer<Reader> client(Transaction tx, KnowledgeInput input) {
        String reference = input.clientId();
        return reference == null
                ? Answer.of(new Reader(null))
                : clients.resolve(tx, reference).map(client -> new Reader(client.clientId()));
    }

    /** Identifies the list of a query over the articles of a filter. */
    private record Query(ArticleFilter filter, String query) {}

    private Answer<KnowledgeAnswer> search(
            Transaction tx, KnowledgeInput input, Reader reader, Call call) {
        ArticleFilter filter =
                new ArticleFilter(
                        input.status(), input.searchCategory(), null, null, reader.clientId());
        String query = Objects.requireNonNull(input.searchQuery());
        String digest = Cursors.digest("knowledge_search", new Query(filter, query));
        Knowledge knowledge = new Knowledge(tx, call.now());
        return knowledge
                .known("search_category", input.searchCategory())
                .then(known -> cursors.start(digest, input.cursor(), ManageKnowledgeBase::place))
                .map(start -> found(knowledge, input, filter, query, start, digest, call));
    }

    private static Place place(List<@Nullable String> values) {
        return new Place(
                Objects.requireNonNull(values.get(0)),
                new BigDecimal(Objects.requireNonNull(values.get(1))),
                Objects.requireNonNull(values.get(2)));
    }

    private String cursor(String digest, Place place) {
        return cursors.after(
                digest, List.of(place.words(), place.figure().toPlainString(), place.articleId()));
    }

    private KnowledgeAnswer found(
            Knowledge knowledge,
            KnowledgeInput input,
            ArticleFilter filter,
            String query,
            Start<Place> start,
            String digest,
            Call call) {
        Knowledge.Results results =
                knowledge.search(filter, query, start.position(), input.limit() + 1);
        if (input.cursor() == null && filter.status() == ArticleStatus.PUBLISHED) {
            knowledge.log(results, filter, query, "tool");
        }
        Match match = results.isPartial() ? Match.PARTIAL : Match.EXACT;
        Results rest =
                new Results(
                        List.of(),
                        results.totalCount(),
                        results.exactCount(),
                        results.nearestWord());
        Page<Item> page =
                Page.of(
                        results.found().stream().map(each -> Item.of(each, match)).toList(),
                        input.limit(),
                        results.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        KnowledgeAnswer.listed(rest, null, call.now()),
                        last -> cursor(digest, place(results, last)));
        return KnowledgeAnswer.listed(
                new Results(
                        page.items(),
                        results.totalCount(),
                        results.exactCount(),
                        results.nearestWord()),
                page.nextCursor(),
                call.now());
    }

    /** The position of the last item, by the score with all of its decimals. */
    private static Place place(Knowledge.Results results, Item last) {
        String articleId = last.article().articleId();
        return results.found().stream()
                .filter(each -> each.article().articleId().equals(articleId))
                .map(each -> new Place("", each.score(), articleId))
                .findFirst()
                .orElseThrow();
    }

    private Answer<KnowledgeAnswer> list(
            Transaction tx, KnowledgeInput input, Reader reader, Call call) {
        ArticleFilter filter =
                new ArticleFilter(
                        input.status(),
                        input.category(),
                        input.subcategory(),
                        null,
                        reader.clientId());
        ArticleSort sort = Objects.requireNonNullElse(input.sort(), ArticleSort.UPDATED);
        String digest = Cursors.digest("articles", new Query(filter, WireName.of(sort)));
        Knowledge knowledge = new Knowledge(tx, call.now());
        return knowledge
                .known("category", input.category())
                .then(known -> cursors.start(digest, input.cursor(), ManageKnowledgeBase::place))
                .map(start -> listed(knowledge, input, filter, sort, start, digest, call));
    }

    private KnowledgeAnswer listed(
            Knowledge knowledge,
            KnowledgeInput input,
            ArticleFilter filter,
            ArticleSort sort,
            Start<Place> start,
            String digest,
            Call call) {
        long total = knowledge.count(filter);
        List<Knowledge.Listed> rows =
                knowledge.list(filter, sort, start.position(), input.limit() + 1);
        Page<Knowledge.Listed> page =
                Page.of(
                        rows,
                        input.limit(),
                        total,
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        KnowledgeAnswer.listed(
                                new Results(List.of(), total, null, null), null, call.now()),
                        last -> cursor(digest, last.place()));
        return KnowledgeAnswer.listed(
                new Results(
                        page.items().stream().map(each -> Item.of(each.article())).toList(),
                        total,
                        null,
                        null),
                page.nextCursor(),
                call.now());
    }

    private static Answer<KnowledgeAnswer> recommend(
            Transaction tx, KnowledgeInput input, Reader reader, Call call) {
        Knowledge knowledge = new Knowledge(tx, call.now());
        String ticketId = input.ticketId();
        return knowledge
                .known("category", input.category())
                .then(
                        known ->
                                ticketId == null
                                        ? Answer.of(
                                                knowledge.recommended(
                                                        filter(input, reader.clientId()),
                                                        null,
                                                        RELATED))
                                        : Tickets.find(tx, ticketId)
                                                .then(found -> ofReader(found.ticket(), reader))
                                                .map(ticket -> answering(knowledge, input, ticket)))
                .map(
                        found ->
                                KnowledgeAnswer.listed(
                                        new Results(
                                                found.stream()
                                                        .map(each -> Item.of(each, null))
                                                        .toList(),
                                                (long) found.size(),
                                                null,
                                                null),
                                        null,
                                        call.now()));
    }

    private static Answer<Ticket> ofReader(Ticket ticket, Reader reader) {
        return reader.clientId() == null || reader.clientId().equals(ticket.clientId())
                ? Answer.of(ticket)
                : Answer.refused(
                        Refusal.invalid(
                                "client_id",
                                "The ticket is another client's",
                                "absent, or the ticket's client"));
    }

    private static List<Knowledge.Found> answering(
            Knowledge knowledge, KnowledgeInput input, Ticket ticket) {
        return knowledge.answering(
                filter(input, ticket.clientId()),
                ticket.subject(),
                WireName.of(ticket.category()),
                RELATED);
    }

    private static ArticleFilter filter(KnowledgeInput input, @Nullable String clientId) {
        return ArticleFilter.forCustomers(input.category(), input.subcategory(), clientId);
    }
}
