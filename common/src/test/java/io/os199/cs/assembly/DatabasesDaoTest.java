package io.os199.cs.assembly;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class DatabasesDaoTest {
    @Test
    void aFailedStatementTellsNoValueOfItsRow() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            DataSourceFactory factory = new DataSourceFactory();
            factory.setDriverClass("org.postgresql.Driver");
            factory.setUrl(database.url());
            ManagedDataSource pool =
                    Databases.source(
                            factory,
                            Login.fixed(null, null),
                            new Environment("test"),
                            "test",
                            Duration.ofSeconds(5));
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
                                        org.assertj.core.api.Assertions.assertThat(t.getMessage())
                                                .doesNotContain("ada@acme.example");
                                    }
                                });
            } finally {
                pool.stop();
            }
        }
    }
}
