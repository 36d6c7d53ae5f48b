package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.AuditVerification;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.CancelledException;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

class RefusalAuditTest {
    private static final Principal ANA = new Principal("key_ana", Set.of(Scope.CS_READ));
    private static final Principal BEN = new Principal("key_ben", Set.of(Scope.CS_READ));
    private static final String CLIENT = TypeId.next("client");

    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final Database database = server.database();
    private final MetricRegistry metrics = new MetricRegistry();
    private final ToolDefinition<?, ?> probe = ToolDefinition.of(new Probe());
    private RefusalAudit audit = audit(database, 1_000);

    /** Answers as instructed. */
    @ToolInfo(
            name = "probe",
            title = "Probe",
            description = "Answers what it is told to.",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 30,
            idempotent = true)
    static final class Probe implements Tool<Probe.Input, Probe.Output> {
        enum Action {
            LOOK,
            FIND_ALL
        }

        record Input(
                Action action,
                @Nullable String clientId,
                @Nullable List<String> others,
                @Nullable String note) {}

        record Output(String done) {}

        @Override
        public Answer<Output> call(Input input, Call call) {
            return switch (input.note()) {
                case "fault" -> throw new IllegalArgumentException("fault");
                case "late" -> throw new CancelledException("late", null);
                case "taken back" -> {
                    call.cancellation().withdraw();
                    throw new CancelledException("taken back", null);
                }
                case "missing" -> Answer.refused(Refusal.notFound("client_id", "none"));
                case null, default -> Answer.of(new Output("done"));
            };
        }
    }

    @AfterEach
    void close() throws Exception {
        audit.stop();
        server.close();
    }

    @Test
    void everyCallThatTheRunnerRefusesIsInTheLogAndNoOther() throws Exception {
        call("{'action': 'look'}");
        call("{'action': 'look', 'note': 'fault'}");
        call("{'action': 'look', 'note': 'late'}");
        call("{'action': 'look', 'note': 'taken back'}");
        call("{'action': 'find_all', 'note': 'missing', 'client_id': '%s'}".formatted(CLIENT));
        call("{'action': 'erase', 'client_id': '%s'}".formatted(CLIENT));
        call("{}");
        audit.stop();
        assertThat(
                        rows(
                                "concat_ws(' ', principal, tool, action, outcome, request_id,"
                                        + " object_ids::text)"))
                .containsExactlyInAnyOrder(
                        "key_ana probe look internal req_1 {}",
                        "key_ana probe look timeout req_1 {}",
                        "key_ana probe look cancelled req_1 {}",
                        "key_ana probe find_all not_found req_1 {" + CLIENT + "}",
                        "key_ana probe call invalid_argument req_1 {" + CLIENT + "}",
                        "key_ana probe call invalid_argument req_1 {}");
    }

    @Test
    void namesRowsAndNothingElseThatWasSent() throws Exception {
        List<String> ids =
                IntStream.range(0, 14).mapToObj(_ -> '"' + TypeId.next("task") + '"').toList();
        record(
                ANA,
                """
                {"action": "call ada@acme.example", "client_id": "Acme Corp", "note": "Ada says hello",
                 "others": ["ada@acme.example", "%1$s", {"deep": "%1$s", "x": ["%1$s"]}, %2$s],
                 "idempotency_key": "client_ada", "n": 7}
                """
                        .formatted(CLIENT, String.join(", ", ids)),
                "forbidden");
        audit.stop();
        assertThat(rows("action")).containsExactly("call");
        assertThat(rows("array_length(object_ids, 1)")).containsExactly("10");
        assertThat(rows("object_ids[1]")).containsExactly(CLIENT);
        // Matched as whole words: an id may contain these letters by chance.
        assertThat(rows("audit_log::text"))
                .noneMatch(row -> row.matches("(?is).*(\\bada\\b|client_ada|acme).*"));
    }

    @Test
    void aFloodOfOnePrincipalIsOneRowAMinute() throws Exception {
        for (int i = 0; i < 50; i++) {
            record(ANA, "{}", "rate_limited");
        }
        record(BEN, "{}", "rate_limited");
        record(ANA, "{}", "forbidden");
        clock.advance(Duration.ofMinutes(1));
        record(ANA, "{}", "rate_limited");
        audit.stop();
        assertThat(rows("principal || ' ' || outcome"))
                .containsExactlyInAnyOrder(
                        "key_ana rate_limited",
                        "key_ben rate_limited",
                        "key_ana forbidden",
                        "key_ana rate_limited");
    }

    @Test
    void aStopWritesWhatWaits() throws Exception {
        for (int i = 0; i < 200; i++) {
            record(i % 2 == 0 ? ANA : BEN, "{}", "not_found");
        }
        audit.stop();
        assertThat(rows("entry_id")).hasSize(200);
        List<AuditVerification.Fault> faults = new ArrayList<>();
        database.snapshot(tx -> new AuditVerification().verify(tx, faults::add));
        assertThat(faults).isEmpty();
    }

    @Test
    void whatIsTooMuchTheCallerWaitsForEvenWhereItMayOnlyRead() throws Exception {
        audit = audit(database, 1);
        Thread caller;
        try (Connection before = server.ownerDataSource().getConnection();
                Statement statement = before.createStatement()) {
            before.setAutoCommit(false);
            statement.execute("select * from audit_chains for update");
            caller =
                    Thread.startVirtualThread(
                            () ->
                                    database.onlyReading(
                                            () -> {
                                                for (int i = 0; i < 4; i++) {
                                                    record(ANA, "{}", "not_found");
                                                }
                                                return true;
                                            }));
            // Two writers, one that waits, and the caller itself.
            while (waiting() < 3) {
                Thread.onSpinWait();
            }
            assertThat(caller.isAlive()).isTrue();
            before.rollback();
        }
        caller.join();
        audit.stop();
        assertThat(rows("outcome")).hasSize(4);
    }

    @Test
    void anAnswerGoesOutThoughItCannotBeAudited() throws Exception {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        audit = audit(Database.of(nowhere), 1);
        assertThat(call("{'action': 'erase'}").isError()).isTrue();
        audit.stop();
        assertThat(metrics.meter("audit.refusals.unrecorded").getCount()).isEqualTo(1);
        record(ANA, "{}", "not_found");
        assertThat(metrics.meter("audit.refusals.unrecorded").getCount()).isEqualTo(2);
    }

    private RefusalAudit audit(Database to, int waiting) {
        metrics.remove("audit.refusals.waiting");
        return new RefusalAudit(to, new AuditLog(clock), clock, metrics, waiting);
    }

    private ToolResult call(String arguments) {
        try (ToolRunner runner =
                new ToolRunner(
                        database,
                        clock,
                        new PrometheusRegistry(),
                        RateLimit.none(),
                        audit,
                        Cache.none(),
                        Tracing.off())) {
            return runner.run(
                    probe, json(arguments), new CallContext(ANA, "req_1", new Cancellation()));
        }
    }

    private void record(Principal principal, String arguments, String outcome) {
        audit.record(principal, probe, json(arguments), outcome, "req_1");
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }

    private int waiting() {
        return server.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from pg_stat_activity where"
                                                        + " wait_event_type = 'Lock' and datname ="
                                                        + " current_database()")
                                        .mapTo(Integer.class)
                                        .one());
    }

    private List<String> rows(String expression) {
        return server.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select " + expression + " from audit_log")
                                        .mapTo(String.class)
                                        .list());
    }
}
