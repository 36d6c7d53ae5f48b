package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.os199.cs.api.AuditCommand.NotVerifiedException;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.Driver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** The deployment commands of {@code ./cs-mcp}, as Dropwizard runs them. */
class CommandsIT {
    private static TestDatabase database;
    @TempDir static Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
        database.database()
                .write(
                        tx -> {
                            AuditLog log = new AuditLog(Clock.systemUTC());
                            for (int i = 0; i < 3; i++) {
                                log.record(
                                        tx,
                                        AuditEntry.done(
                                                new Actor("key_ana", null), "t", "a", List.of()));
                            }
                            return true;
                        });
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void auditVerifySaysThatThereIsNoFaultAndEndsWell() throws IOException {
        assertThat(run("audit", "verify", config(database.url()))).isEmpty();
        assertThat(out()).isEqualTo("16 chains, 3 entries, 0 faults\n");
    }

    @Test
    void auditVerifyNamesAFaultAndEndsWithOne() throws IOException {
        update("update audit_log set tool = 'x' where chain_seq = 2");
        try {
            assertThat(run("audit", "verify", config(database.url())))
                    .containsInstanceOf(NotVerifiedException.class)
                    .hasValueSatisfying(e -> assertThat(status(e)).isEqualTo(1));
            assertThat(out())
                    .containsPattern(
                            "chain \\d+, sequence 2, audit_\\w+: was changed: it does not have its"
                                    + " hash\n16 chains, 3 entries, 1 faults\n");
        } finally {
            update("update audit_log set tool = 't' where chain_seq = 2");
        }
    }

    @Test
    void auditVerifyEndsWithTwoWhenItCouldNotTell() throws IOException {
        String nowhere = "jdbc:postgresql://127.0.0.1:1/none?user=nobody";
        for (String config : List.of(config(nowhere), folder.resolve("none.yml").toString())) {
            assertThat(run("audit", "verify", config))
                    .hasValueSatisfying(e -> assertThat(status(e)).isEqualTo(2));
        }
        assertThat(out()).contains("The audit log could not be verified: ");
    }

    @Test
    void modelReportSaysOfTheShippedModelThatNothingWasLearned() throws IOException {
        assertThat(run("model", "report", "churn", "--config", config(database.url()))).isEmpty();
        assertThat(out())
                .startsWith(
                        "churn, version 1, active: expert_prior, calibration none, never trained\n")
                .contains("The weights are judgement")
                .containsPattern("renewal_in_horizon +0.8000");
    }

    @Test
    void forecastReportsOnFourQuartersAndTheirYear() throws IOException {
        assertThat(run("forecast", "replay", "--months", "1", "--config", config(database.url())))
                .isEmpty();
        assertThat(out().lines().filter(line -> line.matches("\\d{4}-.* 0( +-){3} +\\(-\\).*")))
                .hasSize(5);
        assertThat(run("forecast", "replay", "--months", "61", "--config", config(database.url())))
                .isPresent();
    }

    @Test
    void migrateRunsAsTheOwnerAndGrantsToTheRolesOfTheProcesses() throws IOException {
        update("revoke all on clients from cs_test_service, cs_test_read_only");
        for (int again = 0; again < 2; again++) {
            assertThat(run("migrate", config("cs_test_service", "cs_test_read_only"))).isEmpty();
        }
        assertThat(value("select has_table_privilege('cs_test_service', 'clients', 'update')"))
                .isEqualTo("t");
        assertThat(value("select has_table_privilege('cs_test_read_only', 'clients', 'select')"))
                .isEqualTo("t");
    }

    @Test
    void migrateSaysHowToMakeARoleThatIsMissing() throws IOException {
        assertThat(run("migrate", config("cs_nobody", "cs_test_read_only"))).isPresent();
        assertThat(out()).contains("create role \"cs_nobody\" login password '...';");
    }

    @Test
    void usageRebuildSaysHowManyRowsDifferedAndThenThatNoneDo() throws IOException {
        update(
                """
                insert into client_names (client_id, name) values ('client_1', 'Acme'), ('client_2', 'Beta');
                insert into clients (client_id, name, company_name)
                values ('client_1', 'Acme', 'Acme'), ('client_2', 'Beta', 'Beta');
                insert into usage_events (client_id, occurred_at, event_id, user_key, event_type, source)
                values ('client_1', now(), 'e1', 'ana', 'click', 'test'),
                    ('client_2', now(), 'e2', 'bo', 'click', 'test')
                """);
        String today = Clock.systemUTC().instant().toString().substring(0, 10);
        for (String differed :
                List.of(
                        "2 client-days with events, 4 rows differed\n",
                        "2 client-days with events, 0 rows differed\n")) {
            out.reset();
            assertThat(
                            run(
                                    "usage",
                                    "rebuild",
                                    "--from",
                                    today,
                                    "--to",
                                    today,
                                    "--config",
                                    config(database.url())))
                    .isEmpty();
            assertThat(out()).isEqualTo(differed);
        }
        assertThat(run("usage", "rebuild", "--from", "soon", "--config", config(database.url())))
                .isPresent();
        assertThat(out()).contains("--from takes a day as 2026-03-01");
    }

    /** Runs a command; both its streams go where {@link #out()} reads. */
    private Optional<Throwable> run(String... arguments) {
        PrintStream stream = new PrintStream(out, true, UTF_8);
        Bootstrap<ServiceConfiguration> bootstrap = new Bootstrap<>(new ApiServer());
        ServiceConfiguration.readEnvironment(bootstrap);
        bootstrap.addCommand(new MigrateCommand());
        bootstrap.addCommand(new AuditCommand(stream));
        bootstrap.addCommand(new ModelCommand(stream));
        bootstrap.addCommand(new ForecastCommand(Clock.systemUTC(), stream, stream));
        bootstrap.addCommand(new UsageCommand(Clock.systemUTC(), stream));
        return new Cli(new JarLocation(getClass()), bootstrap, stream, stream).run(arguments);
    }

    private static int status(Throwable e) {
        return ((NotVerifiedException) e).status();
    }

    private String out() {
        return out.toString(UTF_8);
    }

    private static String config(String url) throws IOException {
        return config(url, "cs", "", "");
    }

    private static String config(String service, String readOnly) throws IOException {
        Properties owner = Objects.requireNonNull(Driver.parseURL(database.ownerUrl(), null));
        String bare = database.ownerUrl().replaceFirst("\\?.*", "");
        return config(
                bare,
                service,
                readOnly,
                """
                migration:
                  user: "%s"
                  password: "%s"
                """
                        .formatted(owner.getProperty("user"), owner.getProperty("password", "")));
    }

    private static String config(String url, String service, String readOnly, String more)
            throws IOException {
        String text =
                """
                database:
                  driverClass: org.postgresql.Driver
                  url: "%1$s"
                  user: %2$s
                  maxWaitForConnection: 2s
                readDatabase:
                  driverClass: org.postgresql.Driver
                  url: ""
                  user: "%3$s"
                %4$s
                logging:
                  level: WARN
                """
                        .formatted(url, service, readOnly, more);
        return Files.writeString(Files.createTempFile(folder, "config", ".yml"), text).toString();
    }

    private static void update(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private static String value(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
