package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.deadline.WatchedSockets;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.testing.TestDatabase;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Properties;

class DatabasesDaoTest {
    /** A read with the JDK's own timeout would wake up another thread twice. */
    @Test
    void connectionsAreReadByAlarms() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            ManagedDataSource pool = pool(database);
            pool.start();
            try {
                Properties properties =
                        ((DataSourceProxy) pool).getPoolProperties().getDbProperties();
                assertThat(properties)
                        .containsEntry("socketFactory", WatchedSockets.class.getName())
                        .containsEntry("socketTimeout", "10");
            } finally {
                pool.stop();
            }
        }
    }

    @Test
    void aFailedStatementTellsNoValueOfItsRow() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            ManagedDataSource pool = pool(database);
            pool.start();
            try {
                Jdbi jdbi = Database.configure(Jdbi.create(pool));
                String insert =
                        "insert into client_names (client_id, name) values ('client_' || random(),"
                                + " ?)";
                jdbi.useHandle(handle -> handle.execute(insert, "ada@acme.example"));
                assertThatThrownBy(
                                () ->
                                        jdbi.useHandle(
                                                handle ->
                                                        handle.execute(insert, "ada@acme.example")))
                        .hasStackTraceContaining("client_names_name_key")
                        .satisfies(
                                e -> {
                                    for (Throwable t = e; t != null; t = t.getCause()) {
                                        assertThat(t.getMessage())
                                                .doesNotContain("ada@acme.example");
                                    }
                                });
            } finally {
                pool.stop();
            }
        }
    }

    @Test
    void statementsAreNotCompiled() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            ManagedDataSource pool = pool(database);
            pool.start();
            try {
                Jdbi jdbi = Database.configure(Jdbi.create(pool));
                String jit =
                        jdbi.withHandle(
                                handle -> handle.createQuery("show jit").mapTo(String.class).one());
                assertThat(jit).isEqualTo("off");
            } finally {
                pool.stop();
            }
        }
    }

    private static ManagedDataSource pool(TestDatabase database) {
        DataSourceFactory factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(database.url());
        return Databases.source(
                factory,
                Login.fixed(null, null),
                new Environment("test"),
                "test",
                Duration.ofSeconds(5));
    }
}
