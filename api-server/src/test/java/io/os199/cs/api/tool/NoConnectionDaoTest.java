package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import io.os199.cs.api.tools.core.GetClientOverview;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.database.Connections;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Reads;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;

/** What a caller is told when the database has no free connection or is unreachable. */
class NoConnectionDaoTest {
    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final TestDatabase server = TestDatabase.create();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPoolThatIsEmptyIsARefusalThatSaysWhenToComeAgain() throws Exception {
        ManagedDataSource pool = pool(server.url());
        pool.start();
        JsonNode error;
        try (Connection taken = pool.getConnection()) {
            assertThat(taken.isValid(1)).isTrue();
            error = overview(pool);
        }
        assertThat(error.path("code").asText()).isEqualTo("rate_limited");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(error.path("retry_after_seconds").asInt()).isEqualTo(2);
        assertThat(overview(pool).path("code").asText()).isEqualTo("not_found");
        pool.stop();
    }

    @Test
    void aDatabaseThatIsNotThereIsSaidToBeSo() throws Exception {
        ManagedDataSource pool = pool("jdbc:postgresql://127.0.0.1:1/none");
        JsonNode error = overview(pool);
        assertThat(error.path("code").asText()).isEqualTo("dependency_unavailable");
        assertThat(error.path("message").asText())
                .isEqualTo(
                        "the database does not answer at the moment; nothing was changed; try"
                                + " again");
        assertThat(error.path("retry_after_seconds").asInt()).isEqualTo(5);
        pool.stop();
    }

    /** Returns the error of an overview of a client that does not exist. */
    private JsonNode overview(ManagedDataSource pool) {
        Connections connections =
                Connections.pooled(Database.configure(Jdbi.create(pool)), (DataSourceProxy) pool);
        Database database = new Database(connections, Reads.through(connections), null);
        return new ToolFixture(database, clock)
                .refused(
                        new GetClientOverview(
                                database, new ClientDirectory(), ClientAnswers.unkept()),
                        "{'client_id': 'nobody'}");
    }

    private static ManagedDataSource pool(String url) {
        DataSourceFactory factory = new DataSourceFactory();
        factory.setDriverClass("org.postgresql.Driver");
        factory.setUrl(url);
        factory.setInitialSize(0);
        factory.setMinSize(0);
        factory.setMaxSize(1);
        factory.setMaxWaitForConnection(Duration.milliseconds(300));
        return factory.build(new com.codahale.metrics.MetricRegistry(), "test");
    }
}
