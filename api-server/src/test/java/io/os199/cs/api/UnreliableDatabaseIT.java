package io.os199.cs.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.dropwizard.testing.ConfigOverride;
import io.os199.cs.api.security.ApiKeys;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.AuditVerification;
import io.os199.cs.core.AuditVerification.Summary;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.FaultProxy;
import io.os199.cs.testing.FaultProxy.Fault;
import io.os199.cs.testing.FaultProxy.Side;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The API over a PostgreSQL that hangs or breaks its connections, even in the middle of a write: the write is done
 * once or not at all, and the caller learns which, or how to find out.
 */
class UnreliableDatabaseIT {
    /**
     * The deadline of list_clients, plus one second in which its statement may stop and one in which its connection
     * is given up.
     */
    private static final Duration DEADLINE = Duration.ofSeconds(5 + 1 + 1);

    /** The maximum number of times that the work of one transaction is run. */
    private static final int ATTEMPTS = 3;

    /**
     * Words from a write with a key: its first statement, the middle of it, and its commit as the client and the
     * server say it.
     */
    private static final String BEGUN = "insert into idempotency_keys";

    private static final String IN_THE_MIDDLE = "insert into audit_log";
    private static final String COMMIT = "COMMIT\0";

    private static TestDatabase database;
    private static FaultProxy proxy;
    private static RunningApi api;
    private static String key;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        URI server = URI.create(database.url().substring("jdbc:".length()));
        proxy = FaultProxy.before(server.getHost(), server.getPort());
        String through =
                database.url()
                                .replace(
                                        server.getHost() + ":" + server.getPort(),
                                        proxy.host() + ":" + proxy.port())
                        // Each statement is sent with its text, so that the proxy can recognize it.
                        + "&prepareThreshold=0";
        api =
                RunningApi.over(
                        through,
                        "",
                        ConfigOverride.config("rateLimits.burstSeconds", "3600"),
                        // Sooner than usual, but still after the server has ended a hanging
                        // statement.
                        ConfigOverride.config("database.properties.socketTimeout", "6"));
        key =
                new ApiKeys(database.database(), Clock.systemUTC())
                        .create("test", Set.of(Scope.CS_ADMIN), null);
        assertThat(error()).isEmpty();
    }

    @AfterAll
    static void stop() {
        api.close();
        proxy.close();
        database.close();
    }

    @Test
    void aHungDatabaseHoldsACallUpForItsDeadlineAndAScrapeNotAtAll() throws Exception {
        assertThat(error()).isEmpty();
        proxy.set(Fault.BLACK_HOLE);
        try {
            assertThat(took(() -> assertThat(error()).isEqualTo("timeout")))
                    .isGreaterThan(Duration.ofSeconds(4))
                    .isLessThan(DEADLINE.plusSeconds(10));
            assertThat(took(() -> assertThat(scrape()).contains("database_connections_active")))
                    .isLessThan(Duration.ofSeconds(4));
        } finally {
            proxy.set(Fault.NONE);
        }
        Await.until(() -> error().isEmpty());
    }

    @Test
    void aLostDatabaseIsSaidToBeSoAndFoundAgain() throws Exception {
        assertThat(error()).isEmpty();
        assertThat(admin("/ready").statusCode()).isEqualTo(200);
        proxy.set(Fault.RESET);
        assertThat(error()).isEqualTo("dependency_unavailable");
        assertThat(admin("/ready"))
                .matches(answer -> answer.statusCode() == 500)
                .matches(answer -> answer.body().contains("\"database\":{\"healthy\":false"));
        assertThat(admin("/health").statusCode()).isEqualTo(200);
        proxy.set(Fault.NONE);
        Await.until(() -> error().isEmpty());
        Await.until(() -> admin("/ready").statusCode() == 200);
    }

    @Test
    void aWriteWhoseConnectionBreaksBeforeItsCommitIsRunAgain() {
        proxy.trap(BEGUN, Side.CLIENT, IN_THE_MIDDLE, Fault.RESET, ATTEMPTS - 1);
        JsonNode done = register("Run again");
        assertThat(proxy.untrapped()).isZero();
        assertThat(done.path("isError").asBoolean()).as("%s", done).isFalse();
        assertEffects("Run again", 1);
    }

    @Test
    void aWriteWhoseConnectionsAllBreakBeforeItsCommitIsSaidNotToBeDone() {
        proxy.trap(BEGUN, Side.CLIENT, IN_THE_MIDDLE, Fault.RESET, ATTEMPTS);
        JsonNode error = register("Refused").at("/structuredContent/error");
        assertThat(proxy.untrapped()).isZero();
        assertThat(error.path("code").asText()).isEqualTo("dependency_unavailable");
        assertThat(error.path("message").asText()).contains("nothing of it was written; try again");
        assertEffects("Refused", 0);

        assertThat(register("Refused").path("isError").asBoolean()).isFalse();
        assertEffects("Refused", 1);
    }

    /** The server has committed if its answer is lost, and has not if the commit itself is. */
    @ParameterizedTest
    @CsvSource({"SERVER, 1", "CLIENT, 0"})
    void aCommitWithoutAnAnswerIsSaidToBeUnknownAndSentAgainIsDoneOnce(Side lost, int effects)
            throws Exception {
        String name = "Unknown " + lost;
        proxy.trap(BEGUN, lost, COMMIT, Fault.RESET, 1);
        JsonNode error = register(name).at("/structuredContent/error");
        assertThat(proxy.untrapped()).isZero();
        assertThat(error.path("code").asText()).isEqualTo("dependency_unavailable");
        assertThat(error.path("retryable").asBoolean()).isTrue();
        assertThat(error.path("message").asText())
                .contains("it may have been done", "look before", "the same idempotency_key");
        // The server notices the broken connection after its client does.
        Await.until(() -> clients(name) == effects && openTransactions() == 0);
        assertEffects(name, effects);

        for (int i = 0; i < 2; i++) {
            JsonNode again = register(name);
            assertThat(again.path("isError").asBoolean()).as("%s", again).isFalse();
            assertThat(again.at("/structuredContent/client/client_name").asText()).isEqualTo(name);
            assertEffects(name, 1);
        }
    }

    /** As if the machine were cut off: the server does not learn either that its client gave up. */
    @Test
    void aWriteThatHangsInTheMiddleIsRunAgainAndItsTransactionEnds() {
        proxy.trap(BEGUN, Side.CLIENT, IN_THE_MIDDLE, Fault.BLACK_HOLE, 1);
        JsonNode done = register("Hung");
        assertThat(proxy.untrapped()).isZero();
        assertThat(done.path("isError").asBoolean()).as("%s", done).isFalse();
        assertThat(openTransactions()).isZero();
        assertEffects("Hung", 1);
    }

    /** Makes the same call each time, with the same key. */
    private static JsonNode register(String name) {
        return api.call(
                key,
                "register_client",
                "{'client_name': '%1$s', 'idempotency_key': 'key of %1$s'}".formatted(name));
    }

    /** Asserts that the client, its key and its audit entry exist this many times, and that the log is intact. */
    private static void assertEffects(String name, int times) {
        assertThat(clients(name)).isEqualTo(times);
        assertThat(database.count("idempotency_keys where key = 'key of " + name + "'"))
                .isEqualTo(times);
        assertThat(
                        database.count(
                                """
                                audit_log a join clients c on c.client_id = any (a.object_ids)
                                 where a.tool = 'register_client' and a.outcome = 'ok' and c.name = '%s'
                                """
                                        .formatted(name)))
                .isEqualTo(times);
        Summary audit =
                database.database()
                        .snapshot(
                                tx ->
                                        new AuditVerification()
                                                .verify(tx, fault -> assertThat(fault).isNull()));
        assertThat(audit.faultCount()).isZero();
    }

    private static long clients(String name) {
        return database.count("clients where name = '" + name + "'");
    }

    /** Returns the API's open transactions; its connections have a name. */
    private static long openTransactions() {
        return database.count(
                "pg_stat_activity where application_name = 'cs-mcp' and datname ="
                        + " current_database() and state like 'idle in transaction%'");
    }

    /** Returns the code with which list_clients is refused; empty if it is not. */
    private static String error() {
        JsonNode result = api.call(key, "list_clients", "{}");
        return result.at("/structuredContent/error/code").asText();
    }

    private static String scrape() {
        return admin("/metrics").body();
    }

    private static HttpResponse<String> admin(String path) {
        URI address = URI.create("http://localhost:" + api.adminPort() + path);
        return api.send(HttpRequest.newBuilder(address).build());
    }

    private static Duration took(Runnable action) {
        long begun = System.nanoTime();
        action.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
