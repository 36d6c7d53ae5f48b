package io.os199.cs.support.knowledge;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.support.knowledge.KnowledgeDao.Hit;
import io.os199.cs.support.knowledge.KnowledgeFigures.Searches;
import io.os199.cs.support.knowledge.KnowledgeFigures.Some;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Finds and recommends articles, and reports what was read and what was searched for in vain. */
public final class Knowledge {
    private static final String NEAR_TITLE = "0.35";
    private static final String NEAR_WORD = "0.25";

    private final Transaction tx;
    private final KnowledgeDao dao;
    private final Instant now;

    public Knowledge(Transaction tx, Instant now) {
        this.tx = tx;
        this.dao = tx.dao(KnowledgeDao.class);
        this.now = now;
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * An article that was found.
     *
     * @param score from 0 to 1.1, with six decimals
     * @param snippet an excerpt of its text, with the query's words between double asterisks
     */
    public record Found(Article article, BigDecimal score, Parts parts, @Nullable String snippet) {
        private static Found of(Hit hit) {
            return new Found(
                    hit.article(),
                    hit.score(),
                    new Parts(
                            hit.rank(),
                            hit.similarity(),
                            hit.helpful(),
                            hit.recency(),
                            hit.viewed(),
                            hit.bonus()),
                    hit.snippet());
        }
    }

    /**
     * The parts of a score, each from 0 to 1.
     *
     * @param rank how well the text matches the words, as {@code similarity} is for the title; both are absent where
     *     nothing was searched for
     * @param viewed the share of articles with fewer views; only where nothing was searched for
     * @param category the bonus for the ticket's category
     */
    public record Parts(
            @Nullable Double rank,
            @Nullable Double similarity,
            double helpful,
            double recency,
            @Nullable Double viewed,
            @Nullable Double category) {}

    /**
     * The results of a search.
     *
     * @param isPartial whether the articles contain only some of the words
     * @param exactCount the number of articles with all of the words
     * @param nearestWord a word of a title that is close to a word of the query that no article has
     */
    public record Results(
            List<Found> found,
            long totalCount,
            boolean isPartial,
            long exactCount,
            @Nullable String nearestWord) {}

    /** Where a list continues: after the article with these values. */
    public record Place(String words, BigDecimal figure, String articleId) {}

    /**
     * Searches for all words or, if that finds nothing, for any of them; returns those after the given place, or from
     * the first without one.
     */
    public Results search(ArticleFilter filter, String query, @Nullable Place after, int most) {
        dao.nearTitles(NEAR_TITLE);
        Matches exact = matching(filter, query, false, null, after, most);
        boolean isPartial = exact.totalCount() == 0;
        Matches matches = isPartial ? matching(filter, query, true, null, after, most) : exact;
        return new Results(
                matches.found(),
                matches.totalCount(),
                isPartial,
                exact.totalCount(),
                nearestWord(filter, query));
    }

    /** A page of the matches, and the number of all matches. */
    private record Matches(List<Found> found, long totalCount) {}

    private Matches matching(
            ArticleFilter filter,
            String query,
            boolean any,
            @Nullable String bonusCategory,
            @Nullable Place after,
            int most) {
        List<Hit> hits =
                dao.search(
                        filter,
                        query,
                        any,
                        bonusCategory,
                        after == null ? null : after.figure(),
                        after == null ? null : after.articleId(),
                        day(now),
                        most);
        if (hits.isEmpty()) {
            return new Matches(List.of(), after == null ? 0 : dao.found(filter, query, any));
        }
        return new Matches(hits.stream().map(Found::of).toList(), hits.getFirst().totalCount());
    }

    private @Nullable String nearestWord(ArticleFilter filter, String query) {
        dao.nearTitles(NEAR_WORD);
        return dao.nearestWord(filter, query).orElse(null);
    }

    /** Logs that something was searched for, without anyone's name. */
    public void log(Results results, ArticleFilter filter, String query, String source) {
        String words = SearchWords.normal(query);
        if (!words.isEmpty()) {
            dao.log(
                    TypeId.next("search"),
                    now,
                    filter.clientId(),
                    words,
                    filter.category(),
                    source,
                    results.exactCount(),
                    results.isPartial() ? results.totalCount() : 0);
        }
    }

    /** Returns articles that may answer a question, matched by any of its words; those of its category first. */
    public List<Found> answering(
            ArticleFilter filter, String question, @Nullable String category, int most) {
        dao.nearTitles(NEAR_TITLE);
        return matching(filter, question, true, category, null, most).found();
    }

    /** Returns the most helpful, read and recent articles first. */
    public List<Found> recommended(ArticleFilter filter, @Nullable Place after, int most) {
        return dao
                .recommend(
                        filter,
                        after == null ? null : after.figure(),
                        after == null ? null : after.articleId(),
                        day(now),
                        most)
                .stream()
                .map(Found::of)
                .toList();
    }

    /** An article of a list, with its place in it. */
    public record Listed(Article article, Place place) {
        private static Listed of(Article article, String words, BigDecimal figure) {
            return new Listed(article, new Place(words, figure, article.articleId()));
        }
    }

    /** Returns a page of the list. */
    public List<Listed> list(
            ArticleFilter filter, ArticleSort sort, @Nullable Place after, int most) {
        if (sort == ArticleSort.RELEVANCE) {
            return recommended(filter, after, most).stream()
                    .map(each -> Listed.of(each.article(), "", each.score()))
                    .toList();
        }
        return dao
                .list(
                        filter,
                        sort.word(),
                        after == null ? null : after.words(),
                        after == null ? null : after.figure(),
                        after == null ? null : after.articleId(),
                        most)
                .stream()
                .map(each -> Listed.of(each.article(), each.words(), each.figure()))
                .toList();
    }

    public long count(ArticleFilter filter) {
        return dao.count(filter);
    }

    /** Refuses a category, named in {@code field}, that no article has. */
    public Answer<Boolean> known(String field, @Nullable String category) {
        if (category == null || dao.hasCategory(category)) {
            return Answer.of(true);
        }
        List<String> categories = dao.categories();
        return Answer.refused(
                Refusal.notFound(
                                field,
                                "No article has this category; "
                                        + (categories.isEmpty()
                                                ? "leave out " + field
                                                : "send one that articles have, as \"%s\""
                                                        .formatted(categories.getFirst())))
                        .expected(
                                categories.isEmpty()
                                        ? "absent; there are no categories yet"
                                        : String.join(", ", categories)));
    }

    /** Returns what was searched for between two instants, in one category or all, by one client or all. */
    public Searches searches(
            @Nullable String category, @Nullable String clientId, Instant from, Instant end) {
        KnowledgeFiguresDao read = tx.dao(KnowledgeFiguresDao.class);
        KnowledgeFiguresDao.Searched searched = read.searched(category, clientId, from, end);
        return new Searches(
                searched.searchCount(),
                searched.zeroResultCount(),
                Some.of(read.gaps(category, clientId, from, end)));
    }

    /** Returns what was read and what was missed in the last {@code days}, including today. */
    public KnowledgeFigures figures(@Nullable String category, int days) {
        KnowledgeFiguresDao read = tx.dao(KnowledgeFiguresDao.class);
        LocalDate end = day(now).plusDays(1);
        LocalDate from = end.minusDays(days);
        Instant fromAt = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant endAt = end.atStartOfDay(ZoneOffset.UTC).toInstant();
        return new KnowledgeFigures(
                from,
                end,
                read.counted(category),
                read.views(category, from, end),
                searches(category, null, fromAt, endAt),
                Some.of(read.top(category, from, end)),
                Some.of(read.maintenance(category, day(now), now)));
    }
}
