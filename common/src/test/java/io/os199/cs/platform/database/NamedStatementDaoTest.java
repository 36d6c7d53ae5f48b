package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statements as the features send them, since PostgreSQL itself has to accept the values. */
class NamedStatementDaoTest {
    private record Seen(
            String text,
            HealthBand band,
            int count,
            long total,
            BigDecimal amount,
            boolean yes,
            LocalDate day,
            Instant moment,
            List<String> texts,
            @Nullable String nothing,
            String quoted,
            String hour) {}

    private static TestDatabase testDatabase;

    @BeforeAll
    static void create() {
        testDatabase = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        testDatabase.close();
    }

    private static Parts ask(Part<?> part, Map<String, @Nullable Object> values) {
        return testDatabase.database().ask("Test", List.of(part), values);
    }

    @Test
    void takesEachKindOfValueAndLeavesQuotedTextsAndCastsAlone() {
        Part<Seen> part =
                new Part<>(
                        "seen",
                        Seen.class,
                        """
                        select :text as text, :band as band, :count as count, :total as total, :amount as amount,
                               :yes as yes, :day as day, :moment as moment, to_json(:texts::text[]) as texts,
                               :nothing::text as nothing, ' :text ''or'' :none' as quoted,
                               to_char(:moment::timestamptz at time zone 'UTC', 'HH24:MI') as hour
                        """);
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("text", "It's :text; \\ \"or\" $1 ?");
        values.put("band", HealthBand.AT_RISK);
        values.put("count", 7);
        values.put("total", 1L << 40);
        values.put("amount", new BigDecimal("12.50"));
        values.put("yes", true);
        values.put("day", LocalDate.of(2024, 2, 29));
        values.put("moment", Instant.parse("2026-03-29T01:30:00.123456Z"));
        values.put("texts", new String[] {"a,b", "{\"c\"}", ""});
        values.put("nothing", null);

        assertThat(ask(part, values).get(part))
                .isEqualTo(
                        new Seen(
                                "It's :text; \\ \"or\" $1 ?",
                                HealthBand.AT_RISK,
                                7,
                                1L << 40,
                                new BigDecimal("12.50"),
                                true,
                                LocalDate.of(2024, 2, 29),
                                Instant.parse("2026-03-29T01:30:00.123456Z"),
                                List.of("a,b", "{\"c\"}", ""),
                                null,
                                " :text 'or' :none",
                                "01:30"));
    }

    @Test
    void namesTheValueThatIsNotThere() {
        Part<Seen> part = new Part<>("seen", Seen.class, "select :forgotten as text");
        assertThatThrownBy(() -> ask(part, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(":forgotten");
    }
}
