package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import java.sql.Connection;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

final class CopyRowsTest {
    private static final Instant AT = Instant.parse("2026-06-30T23:59:58Z");
    private static final String HARD =
            "tab\t backslash \\ end \\. null \\N \"quotes\" newline\n return\r { comma, } Zürich";

    @Test
    void whatIsWrittenIsWhatIsReadToTheLastCharacter() throws Exception {
        try (TestDatabase database = TestDatabase.create();
                Connection connection = database.ownerDataSource().getConnection()) {
            Rows rows = new Rows();
            rows.of(Table.PRODUCTS)
                    .text("product_1")
                    .text(HARD)
                    .text("")
                    .hundredths(-5L)
                    .text("flat")
                    .array(List.of(HARD, "", "NULL"))
                    .array(List.of())
                    .made(AT, AT)
                    .end();
            Map<Table, Long> counts = new EnumMap<>(Table.class);
            rows.send(connection.unwrap(PGConnection.class).getCopyAPI(), counts);

            assertThat(counts).containsExactly(Map.entry(Table.PRODUCTS, 1L));
            try (var row = connection.createStatement().executeQuery("select * from products")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("name")).isEqualTo(HARD);
                assertThat(row.getString("family")).isEmpty();
                assertThat(row.getString("list_price_amount")).isEqualTo("-0.05");
                assertThat((Object[]) row.getArray("tiers").getArray())
                        .containsExactly(HARD, "", "NULL");
                assertThat((Object[]) row.getArray("complements").getArray()).isEmpty();
                assertThat(row.getTimestamp("created_at").toInstant()).isEqualTo(AT);
            }
        }
    }

    @Test
    void aRowWithTooFewColumnsIsRefused() {
        CopyRows rows = new CopyRows(Table.KB_VOTES);
        assertThatThrownBy(() -> rows.text("calendar_1").number(1L).end())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KB_VOTES has 4 columns, the row 2");
    }
}
