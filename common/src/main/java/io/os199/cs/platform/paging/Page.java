package io.os199.cs.platform.paging;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param totalCount of the whole list
 * @param nextCursor absent on the last page
 */
public record Page<T>(List<T> items, long totalCount, @Nullable String nextCursor) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Builds a page from {@code rows}: at most {@code limit} of them, fewer when the answer would exceed its budget.
     *
     * @param rows in the list's order, one more than {@code limit} when there are that many
     * @param rest the rest of the answer, which counts against the budget
     * @param cursor the cursor that continues after a row
     */
    public static <T> Page<T> of(
            List<T> rows,
            int limit,
            long totalCount,
            AnswerBudget budget,
            Object rest,
            Function<? super T, String> cursor) {
        List<T> asked = rows.subList(0, Math.min(limit, rows.size()));
        List<T> shown = asked.subList(0, budget.fitting(asked, rest));
        boolean last = shown.size() == rows.size();
        return new Page<>(shown, totalCount, last ? null : cursor.apply(shown.getLast()));
    }
}
