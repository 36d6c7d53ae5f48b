package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import io.os199.cs.platform.config.AwsConfig;
import io.os199.cs.platform.config.SecretsConfig;
import io.os199.cs.platform.config.VaultSecretsConfig;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.MountedSecrets;
import io.os199.cs.platform.secrets.Secrets;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.FreePort;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL that requires passwords, which change while a pool is in use. */
class LoginRotationDaoTest {
    private static final int READERS = 6;

    private static EmbeddedPostgres server;

    @TempDir private Path folder;
    private MountedSecrets mount;
    private Secrets secrets;
    private ManagedDataSource pool;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder().setPort(FreePort.next()).start();
        asOwner("create role one login", "create role two login");
        String access = valueAsOwner("show hba_file");
        Files.writeString(
                Path.of(access),
                "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        asOwner("select pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void mount() throws Exception {
        asOwner("alter role one login password 'first'", "alter role two login password 'other'");
        mount = new MountedSecrets(folder);
        mount.update(Map.of("user", "one", "password", "first\n"));
    }

    @AfterEach
    void close() throws Exception {
        if (pool != null) {
            pool.stop();
        }
        secrets.stop();
    }

    /** The poll is minutes away: only a refusal can bring in the new password. */
    @Test
    void aPasswordThatChangesBetweenTwoPollsFailsNoStatement() throws Exception {
        open(Duration.minutes(10));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger statements = new AtomicInteger();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> reading = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                reading.add(
                        readers.submit(
                                () -> {
                                    while (!done.get()) {
                                        assertThat(user()).isEqualTo("one");
                                        statements.incrementAndGet();
                                    }
                                    return null;
                                }));
            }
            for (int rotation = 1; rotation <= 3; rotation++) {
                String password = "password-" + rotation;
                asOwner("alter role one password '" + password + "'");
                mount.update(Map.of("user", "one", "password", password));
                // From here on every connection has to be opened anew, with the new password.
                ((DataSourceProxy) pool).purge();
                int wanted = statements.get() + 50;
                Await.until(() -> statements.get() >= wanted);
            }
            done.set(true);
            for (Future<?> each : reading) {
                each.get();
            }
        }
    }

    @Test
    void anotherUserTakesOverAndTransactionsUnderWayEnd() throws Exception {
        open(Duration.seconds(1));
        try (Connection underWay = pool.getConnection();
                Statement statement = underWay.createStatement()) {
            underWay.setAutoCommit(false);
            statement.execute("create temporary table kept (number int) on commit preserve rows");
            mount.update(Map.of("user", "two", "password", "other"));
            Await.until(() -> user().equals("two"));
            asOwner("alter role one nologin");

            statement.execute("insert into kept values (1)");
            underWay.commit();
            try (ResultSet count = statement.executeQuery("select count(*) from kept")) {
                count.next();
                assertThat(count.getInt(1)).isEqualTo(1);
            }
            underWay.commit();
            underWay.setAutoCommit(true);
        }
        Await.until(
                () ->
                        valueAsOwner("select count(*) from pg_stat_activity where usename = 'one'")
                                .equals("0"));
        assertThat(user()).isEqualTo("two");
    }

    @Test
    void aPasswordThatIsWrongEverywhereIsPostgresRefusalAndNotTold() throws Exception {
        open(Duration.minutes(10));
        asOwner("alter role one password 'something else'");
        ((DataSourceProxy) pool).purge();

        assertThatThrownBy(this::user)
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("password authentication failed")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("first"));
        assertThat(((DataSourceProxy) pool).getPoolProperties().toString()).doesNotContain("first");

        asOwner("alter role one password 'first'");
        assertThat(user()).isEqualTo("one");
    }

    @Test
    void aDirectConnectionIsMadeAsWhomTheLoginIsThen() throws Exception {
        open(Duration.minutes(10));
        javax.sql.DataSource direct = LoginDataSource.direct(url(), login());
        mount.update(Map.of("user", "one", "password", "second"));
        asOwner("alter role one password 'second'");
        try (Connection connection = direct.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void anUrlThatNamesAPasswordIsRefused() {
        secrets = secrets(Duration.minutes(10));
        Login login = login();
        assertThatThrownBy(() -> LoginDataSource.direct(url() + "?password=x", login))
                .hasMessageContaining("leave it out of the url");
    }

    private void open(Duration refresh) throws Exception {
        secrets = secrets(refresh);
        secrets.start();
        DataSourceFactory factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(url());
        factory.setUser(mount.reference("user"));
        factory.setPassword(mount.reference("password"));
        factory.setInitialSize(2);
        factory.setMinSize(2);
        factory.setMaxSize(READERS);
        pool = factory.build(new MetricRegistry(), "rotated");
        LoginDataSource.into((DataSourceProxy) pool, login());
        pool.start();
    }

    private static Secrets secrets(Duration refresh) {
        SecretsConfig config =
                new SecretsConfig(
                        "", List.of(), refresh, AwsConfig.usual(), VaultSecretsConfig.none());
        return new Secrets(
                config, new PrometheusRegistry(), OutsideCalls.unwatched(), Clock.systemUTC());
    }

    private Login login() {
        return Login.of(secrets, "database", mount.reference("user"), mount.reference("password"));
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    private String user() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return value(connection, "select current_user");
        }
    }

    private static void asOwner(String... statements) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String valueAsOwner(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            return value(connection, sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
