package io.os199.cs.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.ingest.model.FaultCode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The forms that cells may have, and those that come close but are not accepted. */
class CellFormsTest {
    private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    private static final List<Column> COLUMNS =
            List.of(
                    Column.amount("amount", true),
                    Column.whole("whole", -5, 100),
                    Column.rate("rate"),
                    Column.day("day"),
                    Column.moment("moment"),
                    Column.flag("flag"),
                    Column.timeOfDay("time"),
                    Column.zone("zone"),
                    Column.address("address"),
                    Column.choice("choice", "yes", "no"),
                    Column.texts("texts", 3, 4),
                    Column.json("json", 40),
                    Column.text("text", 4),
                    Column.named("name", 14));

    private static final RowReader POINTS = reader(false);
    private static final RowReader COMMAS = reader(true);

    private static RowReader reader(boolean decimalComma) {
        return new RowReader(
                Layout.of(COLUMNS.toArray(Column[]::new)),
                COLUMNS.stream().map(Column::name).toList(),
                decimalComma,
                NOW);
    }

    /** Returns what PostgreSQL gets for the cell, or what is wrong with it. */
    private static String read(RowReader reader, String column, String cell) {
        List<String> cells =
                COLUMNS.stream().map(each -> each.name().equals(column) ? cell : "").toList();
        return switch (reader.read(new Records.Cells(7, cells))) {
            case Row.Good(Row row) -> String.valueOf(row.get(column));
            case Row.Bad bad -> {
                assertThat(bad.faults()).hasSize(1);
                assertThat(bad.faults().getFirst().line()).isEqualTo(7);
                assertThat(bad.faults().getFirst().field()).isEqualTo(column);
                assertThat(bad.faults().getFirst().message()).startsWith(column + ' ');
                FaultCode code = bad.faults().getFirst().code();
                yield code.wire().toUpperCase(Locale.ROOT);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    amount  | 12.50                     | 12.50
                    amount  | -7                        | -7
                    amount  | +1.5                      | 1.5
                    amount  | 1,5                       | WRONG_TYPE
                    amount  | 1.234,50                  | WRONG_TYPE
                    amount  | 1e3                       | WRONG_TYPE
                    amount  | .5                        | WRONG_TYPE
                    amount  | NaN                       | WRONG_TYPE
                    amount  | ١٢                        | WRONG_TYPE
                    amount  | 0.005                     | OUT_OF_RANGE
                    amount  | 0.500                     | 0.500
                    amount  | 1000000000000             | OUT_OF_RANGE
                    whole   | 100                       | 100
                    whole   | 101                       | OUT_OF_RANGE
                    whole   | -6                        | OUT_OF_RANGE
                    whole   | 1.0                       | WRONG_TYPE
                    whole   | 99999999999999999999      | OUT_OF_RANGE
                    rate    | 1                         | 1
                    rate    | 1.000001                  | OUT_OF_RANGE
                    rate    | 10%                       | WRONG_TYPE
                    day     | 2028-02-29                | 2028-02-29
                    day     | 2026-02-29                | WRONG_TYPE
                    day     | 31.12.2026                | WRONG_TYPE
                    day     | 2026-1-1                  | WRONG_TYPE
                    day     | 2026-03-31T00:00:00Z      | WRONG_TYPE
                    day     | 1899-12-31                | OUT_OF_RANGE
                    day     | 2200-01-01                | OUT_OF_RANGE
                    moment  | 2026-03-31T09:30:00Z      | 2026-03-31T09:30:00Z
                    moment  | 2026-03-31T09:30:00+02:00 | 2026-03-31T07:30:00Z
                    moment  | 2026-03-31T09:30:00.1234567-05:30 | 2026-03-31T15:00:00.123456Z
                    moment  | 2026-03-31T09:30:00       | WRONG_TYPE
                    moment  | 2026-03-31 09:30:00Z      | WRONG_TYPE
                    moment  | 2026-03-31                | WRONG_TYPE
                    moment  | 2026-06-15T12:05:00Z      | 2026-06-15T12:05:00Z
                    moment  | 2026-06-15T12:05:01Z      | IN_FUTURE
                    moment  | 1976-06-14T00:00:00Z      | OUT_OF_RANGE
                    flag    | TRUE                      | true
                    flag    | false                     | false
                    flag    | yes                       | WRONG_TYPE
                    flag    | 1                         | WRONG_TYPE
                    time    | 09:00                     | 09:00
                    time    | 24:00                     | 24:00
                    time    | 25:00                     | WRONG_TYPE
                    zone    | Europe/Zurich             | Europe/Zurich
                    zone    | Europe/Nowhere            | WRONG_TYPE
                    address | ann@acme.example          | ann@acme.example
                    address | ann@acme                  | WRONG_TYPE
                    address | ann at acme.example       | WRONG_TYPE
                    choice  | yes                       | yes
                    choice  | Yes                       | NOT_ALLOWED
                    texts   | a;b                       | {"a;b"}
                    texts   | abcde                     | TOO_LONG
                    json    | [1, {"a": null}]          | [1, {"a": null}]
                    json    | "text"                    | WRONG_TYPE
                    json    | {"a": 1,}                 | WRONG_TYPE
                    json    | {"a": "\\u0000"}          | NOT_ALLOWED
                    json    | {"\\ud800": 1}            | NOT_ALLOWED
                    json    | [1e99999]                 | NOT_ALLOWED
                    json    | [1e500]                   | NOT_ALLOWED
                    text    | abcde                     | TOO_LONG
                    text    | <null>                    | null
                    name    | RV Twenty                 | RV Twenty
                    name    | RV \t\u200bTwenty\u202e       | RV Twenty
                    name    | \u200b\u2060            | null
                    name    | Fifteen letters           | TOO_LONG
                    """)
    void saysWhatPostgresIsGivenOrWhatIsWrong(String column, String cell, String expected) {
        assertThat(read(POINTS, column, cell)).isEqualTo(expected);
    }

    /** A file whose cells are separated by semicolons may write decimals with a comma or a point. */
    @Property(tries = 500)
    void decimalsMayHaveACommaWhereCellsHaveASemicolon(@ForAll int hundredths) {
        BigDecimal amount = BigDecimal.valueOf(hundredths, 2);
        String text = amount.toPlainString();
        assertThat(read(COMMAS, "amount", text.replace('.', ','))).isEqualTo(text);
        assertThat(read(COMMAS, "amount", text)).isEqualTo(text);
        assertThat(read(POINTS, "amount", text)).isEqualTo(text);
    }

    @Property(tries = 500)
    void daysAndMomentsAreReadAsTheyArePrinted(@ForAll int number) {
        long seconds = Math.abs((long) number) % (49L * 365 * 24 * 60 * 60);
        Instant instant = NOW.minusSeconds(seconds).minusNanos(number & 0xfffff000L);
        OffsetDateTime there =
                instant.atOffset(ZoneOffset.ofTotalSeconds((int) (seconds % 37_000) / 60 * 60));
        assertThat(Instant.parse(read(POINTS, "moment", there.toString())))
                .isEqualTo(instant.truncatedTo(ChronoUnit.MICROS));
        LocalDate day = there.toLocalDate();
        assertThat(read(POINTS, "day", day.toString())).isEqualTo(day.toString());
    }

    @Property(tries = 500)
    void listsAreReadAsTheyAreJoined(@ForAll List<String> texts) {
        List<String> some = texts.isEmpty() ? List.of("") : texts;
        assertThat(TextLists.split(TextLists.join(some))).isEqualTo(some);
    }
}
