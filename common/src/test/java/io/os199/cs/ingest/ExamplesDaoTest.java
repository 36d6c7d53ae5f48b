package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.file.Cell;
import io.os199.cs.ingest.file.Column;
import io.os199.cs.ingest.file.FilePosition;
import io.os199.cs.ingest.file.Header;
import io.os199.cs.ingest.file.Records;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.file.RowReader;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code docs/data.md} and its examples agree with what the imports accept. */
final class ExamplesDaoTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);
    private static final Clock LATER = Clock.offset(CLOCK, Duration.ofHours(1));

    /** A kind of which a new database has all possible rows: a file changes them. */
    private static final String SEEDED = "sla_policies";

    private static final Pattern SECTION = Pattern.compile("(?m)^### (\\w+)\n((?:(?!#).*\n)*)");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(\\w+)` \\| (required)? ?\\| (.*) \\|$");
    private static final Pattern ORDER =
            Pattern.compile("### In which order\n\n[^`]*```\n([^`]*)```");

    @Test
    void theExamplesImportInTheOrderOfTheDocumentAndAgainToTheSameRows() throws IOException {
        List<String> order = order();
        assertThat(order).containsExactlyElementsOf(Kinds.names());
        try (Stream<Path> files = Files.list(DOCS.resolve("examples"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            order.stream().map(kind -> kind + ".csv").toList());
        }
        try (TestDatabase test = TestDatabase.create()) {
            TestImports imports = new TestImports(test, CLOCK);
            for (String kind : order) {
                ImportCounts counts = done(imports, Ask.of(kind));
                assertThat(counts.readCount()).as(kind).isGreaterThanOrEqualTo(2);
                assertThat(kind.equals(SEEDED) ? counts.updatedCount() : counts.insertedCount())
                        .as(kind)
                        .isEqualTo(counts.readCount());
            }
            TestImports again = new TestImports(test, LATER);
            for (String kind : order) {
                ImportCounts counts = done(again, Ask.of(kind).forced());
                assertThat(counts.unchangedCount()).as(kind).isEqualTo(counts.readCount());
            }
        }
    }

    private static ImportCounts done(TestImports imports, Ask ask) throws IOException {
        ImportRecord record = imports.run(ask, Files.readAllBytes(example(ask.kind())));
        assertThat(imports.faults(record)).as(ask.kind()).isEmpty();
        assertThat(record.state()).as(ask.kind()).isEqualTo(ImportState.DONE);
        return record.counts();
    }

    @Test
    void theDocumentNamesTheColumnsOfEachKindAndWhatTheyHold() throws IOException {
        Map<String, String> sections = sections();
        assertThat(sections.keySet()).containsExactlyInAnyOrderElementsOf(Kinds.names());
        for (Kind kind : Kinds.all()) {
            String text = sections.get(kind.name());
            assertThat(text)
                    .contains("Key: ", "[%1$s.csv](examples/%1$s.csv)".formatted(kind.name()));
            List<String> named = new ArrayList<>();
            List<String> held = new ArrayList<>();
            for (MatchResult row : ROW.matcher(text).results().toList()) {
                named.add(row.group(1) + (row.group(2) == null ? "" : " required"));
                held.add(row.group(3));
            }
            List<Column> columns = kind.layout().columns();
            assertThat(named)
                    .as(kind.name())
                    .containsExactlyElementsOf(
                            columns.stream()
                                    .map(c -> c.name() + (c.isRequired() ? " required" : ""))
                                    .toList());
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                assertThat(held.get(i))
                        .as(kind.name() + '.' + column.name())
                        .matches(Pattern.quote(words(column.cell())) + "([,;: ].*)?");
            }
            assertThat(text.contains("`x_…`"))
                    .as(kind.name())
                    .isEqualTo(kind.layout().keepsCustom());
        }
    }

    @Test
    void theExamplesSaySomethingInEveryColumn() throws IOException {
        for (Kind kind : Kinds.all()) {
            byte[] file = Files.readAllBytes(example(kind.name()));
            Records records =
                    Records.of(
                            ImportFormat.CSV,
                            ',',
                            chunkNo -> chunkNo == 0 ? file : null,
                            FilePosition.START);
            List<String> header = Header.read(records.next(), kind.layout());
            RowReader reader = new RowReader(kind.layout(), header, false, CLOCK.instant());
            Set<String> used = new HashSet<>();
            Records.FileRecord record = records.next();
            while (record != null) {
                used.addAll(((Row.Good) reader.read(record)).row().values().keySet());
                record = records.next();
            }
            assertThat(used)
                    .as(kind.name())
                    .containsExactlyInAnyOrderElementsOf(
                            kind.layout().columns().stream().map(Column::name).toList());
        }
    }

    private static Path example(String kind) {
        return DOCS.resolve("examples").resolve(kind + ".csv");
    }

    private static String document() throws IOException {
        return Files.readString(DOCS.resolve("data.md"));
    }

    private static List<String> order() throws IOException {
        MatchResult block = ORDER.matcher(document()).results().findFirst().orElseThrow();
        return List.of(block.group(1).strip().split("\\s+"));
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        SECTION.matcher(document())
                .results()
                .forEach(section -> sections.put(section.group(1), section.group(2)));
        return sections;
    }

    /** Returns how the tables of the document begin to describe the cell. */
    private static String words(Cell cell) {
        return switch (cell) {
            case Cell.Text(int most) -> "text, " + most;
            case Cell.Name(int most) -> "name, " + most;
            case Cell.Address _ -> "mail address";
            case Cell.Choice(List<String> words) -> String.join(", ", words);
            case Cell.Decimal(BigDecimal _, BigDecimal most, int scale) ->
                    switch (scale) {
                        case 2 -> "amount";
                        case 4 -> "unit price";
                        default -> most.equals(BigDecimal.ONE) ? "rate" : "quantity";
                    };
            case Cell.Whole(int least, int most) -> "whole number, %d to %d".formatted(least, most);
            case Cell.Day _ -> "day";
            case Cell.Moment(Duration oldest) ->
                    oldest.toDays() > 10_000 ? "instant" : "instant, at most 10 years back";
            case Cell.Flag _ -> "true or false";
            case Cell.Texts(int items, int length) -> "list, %d of %d".formatted(items, length);
            case Cell.Json _ -> "JSON";
            case Cell.TimeOfDay _ -> "time of day";
            case Cell.Zone _ -> "time zone";
        };
    }
}
