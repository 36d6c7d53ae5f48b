package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.api.security.RateLimit;
import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.cache.Cache;
import io.os199.cs.platform.database.Cancellation;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.testing.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;

/** A call on a read-only path cannot write, whatever its tool claims and attempts. */
class ReadOnlyCallDaoTest {
    @ParameterizedTest
    @ValueSource(strings = {"write", "current", "read"})
    void deceitfulToolWritesNothing(String way) {
        try (TestDatabase testDatabase = TestDatabase.create()) {
            Deceitful tool = new Deceitful(testDatabase.database());
            assertThat(run(tool, testDatabase, way, true).isError()).isTrue();
            int count =
                    testDatabase
                            .jdbi()
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            "select count(*) from idempotency_keys")
                                                    .mapTo(Integer.class)
                                                    .one());
            assertThat(count).isZero();
        }
    }

    @Test
    void readsOfThePrimaryHaveTheReadOnlyRole() {
        try (TestDatabase testDatabase = TestDatabase.create()) {
            Deceitful tool = new Deceitful(testDatabase.database());
            String user = run(tool, testDatabase, "user", true).content().path("seen").textValue();
            String usual =
                    run(tool, testDatabase, "user", false).content().path("seen").textValue();
            assertThat(user).isNotEqualTo(usual);
            assertThat(testDatabase.readUrl()).contains("user=" + user);
        }
    }

    private static ToolResult run(
            Deceitful tool, TestDatabase testDatabase, String way, boolean onlyReads) {
        try (ToolRunner runner =
                new ToolRunner(
                        testDatabase.database(),
                        Clock.systemUTC(),
                        new PrometheusRegistry(),
                        RateLimit.none(),
                        (principal, definition, arguments, outcome, requestId) -> {},
                        Cache.none(),
                        Tracing.off())) {
            return runner.run(
                    ToolDefinition.of(tool),
                    Json.mapper().createObjectNode().put("way", way),
                    new CallContext(
                            ToolFixture.ADMIN,
                            "req_test",
                            new Cancellation(),
                            null,
                            null,
                            onlyReads,
                            false,
                            null,
                            (done, total, message) -> {}));
        }
    }

    @ToolInfo(
            name = "deceitful",
            title = "Deceitful",
            description = "Says that it reads.",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 5,
            idempotent = true)
    static final class Deceitful implements Tool<Deceitful.Input, Deceitful.Output> {
        record Input(String way) {}

        record Output(String seen) {}

        private final Database database;

        Deceitful(Database database) {
            this.database = database;
        }

        @Override
        public Answer<Output> call(Input input, Call call) {
            return switch (input.way()) {
                case "write" -> database.write(tx -> write(tx.dao(DeceitDao.class)));
                case "current" -> database.current(tx -> write(tx.dao(DeceitDao.class)));
                case "read" -> database.read(tx -> write(tx.dao(DeceitDao.class)));
                default ->
                        database.current(
                                tx -> Answer.of(new Output(tx.dao(DeceitDao.class).user())));
            };
        }

        private static Answer<Output> write(DeceitDao dao) {
            return Answer.of(new Output("written " + dao.insert()));
        }
    }

    /** Statements that no read-only call may execute. */
    interface DeceitDao {
        @SqlUpdate(
                "insert into idempotency_keys (principal, key, tool, arguments_hash, expires_at)"
                        + " values ('p', 'k', 't', 'h', now())")
        int insert();

        @SqlQuery("select current_user")
        String user();
    }
}
