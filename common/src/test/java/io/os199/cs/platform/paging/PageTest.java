package io.os199.cs.platform.paging;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.json.Json;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

final class PageTest {
    private record Row(int number, String text) {}

    private record Rest(String note) {}

    @Test
    void endsWithoutACursorWhereTheListEnds() {
        Page<Row> page = page(rows(List.of(10, 10)), 2);
        assertThat(page.items()).hasSize(2);
        assertThat(page.nextCursor()).isNull();
    }

    @Test
    void endsAtItsLimitWithTheCursorOfItsLastRow() {
        Page<Row> page = page(rows(List.of(10, 10, 10)), 2);
        assertThat(page.items()).hasSize(2);
        assertThat(page.nextCursor()).isEqualTo("after 1");
    }

    @Test
    void showsAnItemThatAloneIsLargerThanTheBudget() {
        Page<Row> page = page(rows(List.of(30_000, 10)), 50);
        assertThat(page.items()).hasSize(1);
        assertThat(page.nextCursor()).isEqualTo("after 0");
    }

    @Property(tries = 200)
    void losesNoRowAndPassesNoBudget(
            @ForAll @Size(max = 60) List<@IntRange(max = 4_000) Integer> lengths) {
        List<Row> left = rows(lengths);
        List<Row> seen = new ArrayList<>();
        boolean more = true;
        while (more) {
            Page<Row> page = page(left, 20);
            assertThat(Json.write(page).length()).isLessThanOrEqualTo(24_000);
            seen.addAll(page.items());
            left = left.subList(page.items().size(), left.size());
            more = page.nextCursor() != null;
        }
        assertThat(seen).isEqualTo(rows(lengths));
    }

    private static Page<Row> page(List<Row> rows, int limit) {
        List<Row> fetched = rows.subList(0, Math.min(limit + 1, rows.size()));
        return Page.of(
                fetched,
                limit,
                rows.size(),
                AnswerBudget.of(limit, 50),
                new Rest("x".repeat(500)),
                row -> "after " + row.number());
    }

    private static List<Row> rows(List<Integer> lengths) {
        return IntStream.range(0, lengths.size())
                .mapToObj(i -> new Row(i, "y".repeat(lengths.get(i))))
                .toList();
    }
}
