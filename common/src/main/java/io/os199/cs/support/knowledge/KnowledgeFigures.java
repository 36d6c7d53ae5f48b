package io.os199.cs.support.knowledge;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What articles there are, and what was read and searched for in [{@code from}, {@code end}). */
public record KnowledgeFigures(
        LocalDate from,
        LocalDate end,
        List<Counted> articles,
        long viewCount,
        Searches searches,
        Some<Viewed> top,
        Some<Wanting> maintenance) {

    /** The first of a list, and how many it has. */
    public record Some<T>(List<T> items, long totalCount) {
        static <T, R extends Of<T>> Some<T> of(List<R> rows) {
            return new Some<>(
                    rows.stream().map(Of::item).toList(),
                    rows.isEmpty() ? 0 : rows.getFirst().totalCount());
        }
    }

    /** A row of a list, with how many the whole has. */
    interface Of<T> {
        T item();

        long totalCount();
    }

    /** Articles of a status and category. */
    public record Counted(ArticleStatus status, @Nullable String category, long articleCount) {}

    /** An article by how often it was read. */
    public record Viewed(String articleId, String title, long viewCount) {}

    /** What was searched for in vain, in customers' words. */
    public record Missed(
            String query, long searchCount, long clientCount, Instant lastSearchedAt) {}

    /** How often was searched, how often in vain, and for what again and again. */
    public record Searches(long searchCount, long zeroResultCount, Some<Missed> gaps) {}

    /** An article that wants somebody: stale, unhelpful, unused or forgotten_draft. */
    public record Wanting(String articleId, String title, String reason) {}
}
