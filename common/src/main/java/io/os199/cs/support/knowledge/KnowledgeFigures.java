package io.os199.cs.support.knowledge;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Which articles exist, and what was read and searched for in [{@code from}, {@code end}). */
public record KnowledgeFigures(
        LocalDate from,
        LocalDate end,
        List<Counted> articles,
        long viewCount,
        Searches searches,
        Some<Viewed> top,
        Some<Wanting> maintenance) {

    /** The first items of a list, and the number of all of them. */
    public record Some<T>(List<T> items, long totalCount) {
        static <T, R extends Of<T>> Some<T> of(List<R> rows) {
            return new Some<>(
                    rows.stream().map(Of::item).toList(),
                    rows.isEmpty() ? 0 : rows.getFirst().totalCount());
        }
    }

    /** A row of a list, with the number of rows in the whole list. */
    interface Of<T> {
        T item();

        long totalCount();
    }

    /** The number of articles with a status and category. */
    public record Counted(ArticleStatus status, @Nullable String category, long articleCount) {}

    /** An article and how often it was read. */
    public record Viewed(String articleId, String title, long viewCount) {}

    /** A query that found nothing, in customers' words. */
    public record Missed(
            String query, long searchCount, long clientCount, Instant lastSearchedAt) {}

    /** How many searches there were, how many found nothing, and what was repeatedly searched for in vain. */
    public record Searches(long searchCount, long zeroResultCount, Some<Missed> gaps) {}

    /** An article that needs attention: stale, unhelpful, unused or forgotten_draft. */
    public record Wanting(String articleId, String title, String reason) {}
}
