package io.os199.cs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.os199.cs.ingest.PlantedFault.Planted;
import io.os199.cs.ingest.TestImports.Ask;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * More than a thousand files, each with one deliberate fault: it is reported with its line, field and code, and all
 * other rows are stored or none is, as requested. The expected outcome comes from the code that put in the fault.
 */
final class MalformedFilesDaoTest {
    private static final long SEED = 20_260_615;
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);

    /** Tables that imports of these kinds write besides the ones of the same name. */
    private static final Stream<String> ALSO_WRITTEN =
            Stream.of(
                    "client_names",
                    "product_users",
                    "usage_dirty_days",
                    "revenue_movements",
                    "renewals",
                    "payment_status_changes",
                    "lifecycle_transitions",
                    "timeline_events");

    private static final String WRITTEN =
            sizesSql(Stream.concat(ALSO_WRITTEN, KnownKind.all().stream().map(KnownKind::name)));

    private static final String LEFT_BEHIND =
            sizesSql(
                    Stream.concat(
                            Stream.of("import_chunks"),
                            KnownKind.all().stream().map(kind -> "import_staging_" + kind.name())));

    private static TestDatabase test;
    private static Jdbi jdbi;
    private static TestImports imports;

    @BeforeAll
    static void open() {
        test = TestDatabase.create();
        jdbi = test.jdbi();
        imports = new TestImports(test, CLOCK);
        for (KnownKind.Stored stored : KnownKind.stored()) {
            ImportRecord record = imports.run(Ask.of(stored.kind()), stored.csv());
            assertThat(record.state()).as(stored.kind()).isEqualTo(ImportState.DONE);
        }
    }

    /** Whatever the outcome of the files, no file and no staged row is kept. */
    @AfterEach
    void leavesNothingBehind() {
        assertThat(sizes(LEFT_BEHIND).values()).containsOnly(0L);
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static String sizesSql(Stream<String> tables) {
        return tables.map("select '%1$s' as name, count(*) as size from %1$s"::formatted)
                .collect(Collectors.joining(" union all "));
    }

    /** Returns the number of rows in each table. */
    private static Map<String, Long> sizes(String sql) {
        return jdbi.withHandle(
                db ->
                        db.createQuery(sql)
                                .reduceRows(
                                        new LinkedHashMap<>(),
                                        (sizes, row) -> {
                                            sizes.put(
                                                    row.getColumn("name", String.class),
                                                    row.getColumn("size", Long.class));
                                            return sizes;
                                        }));
    }

    @Test
    void aFaultIsNamedWithItsLineAndTheOtherRowsAreStoredOrNoneIs() {
        List<PlantedFault> faults =
                KnownKind.all().stream().map(PlantedFault::of).flatMap(List::stream).toList();
        int number = 1;
        Map<String, Long> sizes = sizes(WRITTEN);
        assertThat(faults).hasSizeGreaterThan(900);
        for (int i = 0; i < faults.size(); i++) {
            PlantedFault fault = faults.get(i);
            Random random = new Random(SEED + i);
            Planted planted = fault.planting().plant(number, random);
            number += planted.rowCount();
            sizes = check(fault.name() + ", file " + i, planted, random.nextInt(3) == 0, sizes);
        }
    }

    /** Returns the number of rows in each table afterwards. */
    private static Map<String, Long> check(
            String name, Planted planted, boolean isLenient, Map<String, Long> before) {
        Ask ask = isLenient ? planted.ask().lenient() : planted.ask();
        ImportRecord record = imports.run(ask, planted.file());
        Map<String, Long> after = sizes(WRITTEN);
        String file = name + '\n' + new String(planted.file(), UTF_8);

        List<RowFault> faults = imports.faults(record);
        assertThat(faults).as(file).hasSize(1);
        RowFault fault = faults.getFirst();
        assertThat(fault.line() + " " + fault.field() + ' ' + fault.code().wire())
                .as(file)
                .isEqualTo(planted.line() + " " + planted.field() + ' ' + planted.code());
        if (planted.value() != null) {
            String shown = fault.value() == null ? "" : fault.value();
            assertThat(shown).as(file).isEqualTo(planted.value());
        }
        assertThat(record.faults().byCode()).containsExactly(Map.entry(planted.code(), 1L));
        if (isLenient) {
            long good = planted.rowCount() - 1;
            assertThat(record.state()).as(file).isEqualTo(ImportState.DONE);
            assertThat(record.counts())
                    .as(file)
                    .isEqualTo(new ImportCounts(planted.rowCount(), good, 0, 0, 0, 1));
            assertThat(after.get(ask.kind())).isEqualTo(before.get(ask.kind()) + good);
        } else {
            assertThat(record.state()).as(file).isEqualTo(ImportState.FAILED);
            assertThat(record.counts())
                    .as(file)
                    .isEqualTo(new ImportCounts(planted.rowCount(), 0, 0, 0, 0, 1));
            assertThat(imports.refusal())
                    .contains("1 of %d rows".formatted(planted.rowCount()))
                    .contains("line %d".formatted(planted.line()), planted.code());
            assertThat(after).as(file).isEqualTo(before);
        }
        return after;
    }

    /** A file that is faulty as a whole, with the reason. */
    private record Unreadable(Ask ask, byte[] file, String why) {}

    @Test
    void aFileThatCannotBeReadIsRefusedAsAWholeHoweverLenient() {
        Random random = new Random(SEED);
        for (KnownKind kind : KnownKind.all()) {
            for (Unreadable each : unreadable(kind, random)) {
                Map<String, Long> before = sizes(WRITTEN);
                String name = kind.name() + ": " + each.why();
                ImportRecord record = imports.run(each.ask().lenient(), each.file());
                assertThat(record.state()).as(name).isEqualTo(ImportState.FAILED);
                assertThat(record.counts()).as(name).isEqualTo(ImportCounts.NONE);
                assertThat(imports.refusal())
                        .contains("Nothing was imported", each.why())
                        .hasSizeLessThan(4_000);
                assertThat(sizes(WRITTEN)).as(name).isEqualTo(before);
            }
        }
    }

    private static List<Unreadable> unreadable(KnownKind kind, Random random) {
        Ask ask = Ask.of(kind.name());
        KnownFile good = KnownFile.good(kind, List.of(), 1, random);
        String text = new String(csv(good, random), UTF_8).replace("\ufeff", "");
        String key = kind.key().getLast();
        String wide =
                IntStream.range(0, 5_000)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(","));
        return List.of(
                new Unreadable(ask, csv(good.with("colour"), random), "no column \"colour\""),
                new Unreadable(ask, csv(good.without(key), random), '"' + key + "\" is missing"),
                new Unreadable(ask, csv(good.with(key), random), key + "\" stands there twice"),
                new Unreadable(ask, csv(good.with("a\0b"), random), "no column of the name in"),
                new Unreadable(ask, ("\ufeff" + text).getBytes(UTF_16LE), "UTF-16; save it as"),
                new Unreadable(ask, ("\ufeff" + text).getBytes(UTF_16BE), "UTF-16; save it as"),
                new Unreadable(ask, text.getBytes(UTF_16LE), "the header: "),
                new Unreadable(ask, text.getBytes(UTF_16BE), "the header: "),
                new Unreadable(ask.delimited(';'), text.getBytes(UTF_8), "there is no column"),
                new Unreadable(ask, ('"' + text).getBytes(UTF_8), "quote"),
                new Unreadable(ask, ("\u00e4" + text).getBytes(ISO_8859_1), "not UTF-8"),
                new Unreadable(ask, (wide + '\n' + text).getBytes(UTF_8), "more; columns are"),
                new Unreadable(ask, "\ufeff\n\n".getBytes(UTF_8), "the file is empty"));
    }

    private static byte[] csv(KnownFile file, Random random) {
        return file.csv(',', 0, UnaryOperator.identity(), random).bytes();
    }

    @Test
    void ofGzipThatIsDamagedOrEndsTooEarlyNothingIsKept() throws IOException {
        Random random = new Random(SEED);
        for (KnownKind kind : KnownKind.all()) {
            byte[] packed = gzip(csv(KnownFile.good(kind, List.of(), 1, random), random));
            byte[] cut = Arrays.copyOf(packed, 3 + random.nextInt(packed.length - 3));
            byte[] damaged = packed.clone();
            damaged[10 + random.nextInt(packed.length - 10)] ^= (byte) (1 + random.nextInt(255));
            byte[] followed = Arrays.copyOf(packed, packed.length + 1 + random.nextInt(9));
            for (byte[] file : List.of(cut, damaged, followed)) {
                Map<String, Long> before = sizes(WRITTEN);
                assertThatThrownBy(
                                () ->
                                        imports.receive(
                                                Ask.of(kind.name()),
                                                new ByteArrayInputStream(file)))
                        .isInstanceOf(UncheckedIOException.class);
                assertThat(sizes(WRITTEN)).isEqualTo(before);
            }
        }
    }

    @Test
    void aFileWithoutRowsIsRefusedOrImportsNone() throws IOException {
        for (byte[] file : List.of(new byte[0], gzip(new byte[0]))) {
            assertThat(imports.receive(Ask.of("clients"), new ByteArrayInputStream(file)))
                    .isInstanceOf(Imports.Empty.class);
        }
        for (String file : List.of("external_id,name", "\n\nname,external_id\r\n\r\n\n")) {
            assertThat(imports.run(Ask.of("clients"), file).state()).isEqualTo(ImportState.DONE);
        }
        ImportRecord blank = imports.run(Ask.of("clients").ndjson(), "\n \n\t\n");
        assertThat(blank.state()).isEqualTo(ImportState.DONE);
        assertThat(blank.counts()).isEqualTo(ImportCounts.NONE);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    /** In memory such rows are many times larger than in the file. */
    @Test
    void rowsThatSayNextToNothingAreReadInSmallSteps() {
        int rows = 60_000;
        String importId =
                TestImports.accepted(
                        imports.receive(
                                Ask.of("usage_events").ndjson().lenient(), "{}\n".repeat(rows)));
        imports.step(importId);
        ImportRecord begun = imports.imports().find(importId).orElseThrow();
        assertThat(begun.counts().readCount()).isBetween(1L, 10_000L);
        ImportRecord record = imports.finish(importId);
        assertThat(record.counts()).isEqualTo(ImportCounts.read(rows, rows));
        assertThat(record.faults().byCode()).containsExactly(Map.entry("missing", 5L * rows));
        assertThat(imports.faults(record)).hasSize(10_000);
    }
}
