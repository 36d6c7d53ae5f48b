package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The commands {@code import} and {@code export} as Dropwizard runs them, next to a worker. */
class ImportCommandsIT {
    private static TestDatabase test;
    private static String config;
    @TempDir static Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeAll
    static void create() throws IOException {
        test = TestDatabase.create();
        config =
                Files.writeString(
                                folder.resolve("config.yml"),
                                """
                                database:
                                  driverClass: org.postgresql.Driver
                                  url: "%s"
                                logging:
                                  level: WARN
                                """
                                        .formatted(test.url()))
                        .toString();
    }

    @AfterAll
    static void drop() {
        test.close();
    }

    @Test
    void importSaysWhatIsWrongBeforeItAsksForAWorker() throws IOException {
        String file = rows("external_id,name\nA-1,Acme\n");
        for (List<String> wrong :
                List.of(
                        List.of("client", file, "kind is one of products, product_prices"),
                        List.of("clients", folder + "/none.csv", "no readable file " + folder),
                        List.of("clients", folder.toString(), "no readable file " + folder),
                        List.of("clients", rows(""), "the file is empty"))) {
            assertThat(run("import", wrong.get(0), wrong.get(1))).isPresent();
            assertThat(out()).contains(wrong.get(2)).hasLineCount(1);
        }
        assertThat(run("import", "clients", file, "--mode", "loose")).isPresent();
        assertThat(out()).contains("mode is one of lenient, strict");
        assertThat(value("select count(*) from imports where kind = 'clients'")).isEqualTo("0");
    }

    @Test
    void importTellsWhatCameOfAFileAndExportWritesItBack() throws IOException {
        String errors = folder.resolve("errors.ndjson").toString();
        String head = "business_calendar,day,name\n";
        try (ImportWorker _ = new ImportWorker(test).takingWhatComes()) {
            String calendars = rows("name,time_zone\nTown,Europe/Zurich\n");
            assertThat(run("import", "business_calendars", calendars)).isEmpty();
            assertThat(out())
                    .contains("1 rows: 1 inserted, 0 updated, 0 unchanged, 0 skipped, 0 rejected");

            String bad = rows(head + "Town,2026-12-25,Christmas\nVillage,2026-12-26,Boxing Day\n");
            assertThat(run("import", "calendar_holidays", bad, "--errors", errors)).isPresent();
            assertThat(out())
                    .contains("2 rows: 0 inserted", "unknown_reference    1")
                    .contains("line 3: business_calendar is no calendar's name")
                    .contains("Nothing was imported: 1 of 2 rows are at fault")
                    .contains("1 faults written to " + errors);
            assertThat(Files.readString(Path.of(errors)))
                    .contains("\"line\":3", "\"code\":\"unknown_reference\"")
                    .hasLineCount(1);

            assertThat(run("import", "calendar_holidays", rows("day,name\n2026-12-25,Christmas\n")))
                    .isPresent();
            assertThat(out()).contains("\"business_calendar\" is missing");

            assertThat(run("import", "calendar_holidays", bad, "--mode", "lenient", "--dry-run"))
                    .isEmpty();
            assertThat(out()).contains("dry run, nothing kept: 2 rows: 1 inserted");
            assertThat(value("select count(*) from calendar_holidays")).isEqualTo("0");

            String good = rows(head + "Town,2026-12-25,\"Christmas, the first\"\n");
            for (String said : List.of("1 rows: 1 inserted", "already; --force imports it again")) {
                assertThat(run("import", "calendar_holidays", good)).isEmpty();
                assertThat(out()).contains(said);
            }
            String exported = folder.resolve("exported.csv").toString();
            assertThat(run("export", "calendar_holidays", exported)).isEmpty();
            assertThat(out()).isEqualTo("1 rows of calendar_holidays\n");
            assertThat(Files.readString(Path.of(exported)))
                    .isEqualTo(Files.readString(Path.of(good)));
            Path lines = folder.resolve("exported.ndjson.gz");
            assertThat(run("export", "calendar_holidays", lines.toString())).isEmpty();
            try (InputStream in = new GZIPInputStream(Files.newInputStream(lines))) {
                assertThat(new String(in.readAllBytes(), UTF_8))
                        .isEqualTo(
                                """
                                {"business_calendar":"Town","day":"2026-12-25","name":"Christmas, the first"}
                                """);
            }
            assertThat(run("export", "calendar_holidays")).isEmpty();
            assertThat(out()).startsWith(Files.readString(Path.of(good)));
        }
        assertThat(run("export", "holidays")).isPresent();
        assertThat(out()).contains("kind is one of products, product_prices").hasLineCount(1);
    }

    private static String rows(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text).toString();
    }

    private static String value(String sql) {
        return test.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    /** Runs a command; both its streams go where {@link #out()} reads. */
    private Optional<Throwable> run(String... arguments) {
        out.reset();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        Bootstrap<ServiceConfiguration> bootstrap = new Bootstrap<>(new ApiServer());
        ServiceConfiguration.readEnvironment(bootstrap);
        bootstrap.addCommand(new ImportCommand(Clock.systemUTC(), stream, stream));
        bootstrap.addCommand(new ExportCommand(stream, stream));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config));
        return new Cli(new JarLocation(getClass()), bootstrap, stream, stream)
                .run(all.toArray(String[]::new));
    }

    private String out() {
        return out.toString(UTF_8);
    }
}
