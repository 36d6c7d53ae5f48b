package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;

/** A call may have less time than its tool allows others. */
class ShortDeadlineDaoTest {
    @Test
    void aCallEndsAtItsOwnDeadlineAndAnotherAtThatOfTheTool() {
        try (TestDatabase server = TestDatabase.create()) {
            ToolFixture tools =
                    new ToolFixture(server.database(), new TestClock("2026-06-30T12:00:00Z"));
            Sleeping tool = new Sleeping(server.database());
            assertThat(message(tools.refused(tool, "{'is_short': true}")))
                    .startsWith("timeout: the call met its deadline of 1 s");
            assertThat(message(tools.refused(tool, "{'is_short': false}")))
                    .startsWith("timeout: the call met its deadline of 2 s");
        }
    }

    private static String message(JsonNode error) {
        return error.path("code").asText() + ": " + error.path("message").asText();
    }

    interface SleepDao {
        @SqlQuery("select 1 from pg_sleep(60)")
        int sleep();
    }

    /** Takes longer than it may. */
    @ToolInfo(
            name = "sleep",
            title = "Sleeps",
            description = "Sleeps in the database",
            effect = Effect.READ,
            scope = Scope.CS_READ,
            deadlineSeconds = 2,
            idempotent = true)
    static final class Sleeping implements Tool<Sleeping.Input, Sleeping.Output> {
        record Input(boolean isShort) {}

        record Output(int slept) {}

        private final Database database;

        Sleeping(Database database) {
            this.database = database;
        }

        @Override
        public int deadlineSeconds(Input input, int usual) {
            return input.isShort() ? 1 : usual;
        }

        @Override
        public Answer<Output> call(Input input, Call call) {
            return database.read(tx -> Answer.of(new Output(tx.dao(SleepDao.class).sleep())));
        }
    }
}
