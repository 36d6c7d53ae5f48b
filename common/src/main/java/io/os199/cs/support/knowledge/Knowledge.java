package io.os199.cs.support.knowledge;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.support.knowledge.KnowledgeDao.Hit;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Finds articles, recommends some, and tells what was read and what was searched for in vain. */
public final class Knowledge {
    private static final int MOST_WANTING = 50;

    private final KnowledgeDao dao;
    private final Instant now;

    public Knowledge(Transaction tx, Instant now) {
        this.dao = tx.dao(KnowledgeDao.class);
        this.now = now;
        dao.nearTitles();
    }

    static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /**
     * An article that was found.
     *
     * @param score from 0 to 1.1, with six decimals
     * @param snippet of its text, with the words between double asterisks
     */
    public record Found(Article article, BigDecimal score, Parts parts, String snippet) {
        private static Found of(Hit hit) {
            return new Found(
                    hit.article(),
                    BigDecimal.valueOf(hit.score()),
                    new Parts(hit.rank(), hit.similarity(), hit.helpful(), hit.recency()),
                    hit.snippet());
        }
    }

    /** What a score is made of, each from 0 to 1. */
    public record Parts(double rank, double similarity, double helpful, double recency) {}

    /**
     * What a search has found.
     *
     * @param isPartial whether only some of the words are in them
     * @param exactCount articles with all of the words
     * @param nearestWord of a title, where no article has all
     */
    public record Results(
            List<Found> found,
            long totalCount,
            boolean isPartial,
            long exactCount,
            @Nullable String nearestWord) {}

    /** By all words, or where that finds none by any; after an article of the list, from the first without one. */
    public Results search(
            ArticleFilter filter,
            String query,
            @Nullable String afterScore,
            @Nullable String afterId,
            int most) {
        LocalDate today = day(now);
        long exact = dao.found(filter, query, false, null, today);
        boolean isPartial = exact == 0;
        long total = isPartial ? dao.found(filter, query, true, null, today) : exact;
        List<Found> found =
                total == 0
                        ? List.of()
                        : dao
                                .search(
                                        filter,
                                        query,
                                        isPartial,
                                        null,
                                        afterScore,
                                        afterId,
                                        today,
                                        most)
                                .stream()
                                .map(Found::of)
                                .toList();
        return new Results(
                found,
                total,
                isPartial,
                exact,
                isPartial ? dao.nearestWord(query).stream().findFirst().orElse(null) : null);
    }

    /** Keeps that something was searched for, without anybody's name. */
    public void log(Results results, ArticleFilter filter, String query, String source) {
        dao.log(
                TypeId.next("search"),
                now,
                filter.clientId(),
                SearchWords.normal(query),
                filter.category(),
                source,
                results.exactCount(),
                results.isPartial() ? results.totalCount() : 0);
    }

    /** Published ones for customers that may answer a ticket. */
    public List<Found> answering(ArticleFilter filter, String subject, String category, int most) {
        return dao.search(filter, subject, true, category, null, null, day(now), most).stream()
                .map(Found::of)
                .filter(each -> each.article().audience() == Audience.CUSTOMER)
                .toList();
    }

    /** Published ones for customers: helpful, read and recent. */
    public List<Found> recommended(ArticleFilter filter, int most) {
        return dao.recommend(filter, day(now), most).stream().map(Found::of).toList();
    }

    /** A part of a list. */
    public List<Article> list(ArticleFilter filter, ArticleSort sort, int most, int skipped) {
        return dao.list(filter, sort.word(), most, skipped);
    }

    public long count(ArticleFilter filter) {
        return dao.count(filter);
    }

    /** Refused where no article has that category. */
    public Answer<Boolean> known(@Nullable String category) {
        List<String> categories = category == null ? List.of() : dao.categories();
        return category == null
                        || categories.stream().anyMatch(each -> each.equalsIgnoreCase(category))
                ? Answer.of(true)
                : Answer.refused(
                        Refusal.notFound("category", "No article has this category")
                                .expected(
                                        categories.isEmpty()
                                                ? "absent; there are no categories yet"
                                                : String.join(", ", categories)));
    }

    /** What was read and missed in the {@code days} until today. */
    public KnowledgeFigures figures(@Nullable String category, int days) {
        LocalDate end = day(now).plusDays(1);
        LocalDate from = end.minusDays(days);
        Instant fromAt = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant endAt = end.atStartOfDay(ZoneOffset.UTC).toInstant();
        KnowledgeDao.Searched searched = dao.searched(fromAt, endAt);
        return new KnowledgeFigures(
                from,
                end,
                dao.counted(category).stream()
                        .map(
                                each ->
                                        new KnowledgeFigures.Counted(
                                                each.status(),
                                                each.category(),
                                                each.articleCount()))
                        .toList(),
                dao.views(category, from, end),
                searched.searchCount(),
                searched.zeroResultCount(),
                dao.top(category, from, end).stream()
                        .map(
                                each ->
                                        new KnowledgeFigures.Viewed(
                                                each.articleId(), each.title(), each.viewCount()))
                        .toList(),
                dao.gaps(fromAt, endAt).stream()
                        .map(
                                each ->
                                        new KnowledgeFigures.Missed(
                                                each.query(),
                                                each.searchCount(),
                                                each.clientCount(),
                                                each.lastSearchedAt()))
                        .toList(),
                dao.maintenance(category, day(now), now, MOST_WANTING).stream()
                        .map(
                                each ->
                                        new KnowledgeFigures.Wanting(
                                                each.articleId(), each.title(), each.reason()))
                        .toList());
    }
}
