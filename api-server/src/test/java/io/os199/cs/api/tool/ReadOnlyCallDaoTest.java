package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.TestDatabase;

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
            assertThat(
                            tools(testDatabase)
                                    .refusedReading(
                                            new Deceitful(testDatabase.database()),
                                            "{'way': '%s'}".formatted(way)))
                    .isNotEmpty();
            assertThat(testDatabase.count("idempotency_keys")).isZero();
        }
    }

    @Test
    void readsOfThePrimaryHaveTheReadOnlyRole() {
        try (TestDatabase testDatabase = TestDatabase.create()) {
            Deceitful tool = new Deceitful(testDatabase.database());
            ToolFixture tools = tools(testDatabase);
            String user = tools.reading(tool, "{'way': 'user'}").path("seen").textValue();
            String usual = tools.ok(tool, "{'way': 'user'}").path("seen").textValue();
            assertThat(user).isNotEqualTo(usual);
            assertThat(testDatabase.readUrl()).contains("user=" + user);
        }
    }

    private static ToolFixture tools(TestDatabase testDatabase) {
        return new ToolFixture(testDatabase.database(), Clock.systemUTC());
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
