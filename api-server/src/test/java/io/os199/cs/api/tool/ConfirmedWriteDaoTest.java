package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import jakarta.validation.constraints.Size;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The steps of every write that needs a person's confirmation, with a tool that removes a row by name. */
class ConfirmedWriteDaoTest {
    private final TestDatabase testDatabase = TestDatabase.create();
    private final Database database = testDatabase.database();
    private final TestClock clock = new TestClock("2026-03-02T10:00:00Z");
    private final ToolFixture tools = new ToolFixture(database, clock);
    private final RemoveRow tool = new RemoveRow(this);

    @BeforeEach
    void twoRows() {
        testDatabase.execute("create table things (name text primary key, version int not null)");
        testDatabase.execute("insert into things values ('a', 1), ('b', 1)");
        testDatabase.execute("grant all on things to public");
    }

    @AfterEach
    void close() {
        testDatabase.close();
    }

    @Test
    void happensOnceAfterAYes() {
        JsonNode offered = tools.refused(tool, "{'name':'a'}");
        assertThat(offered.path("code").textValue()).isEqualTo("confirmation_required");
        assertThat(offered.at("/preview/version").intValue()).isEqualTo(1);
        assertThat(rows()).isEqualTo(2);

        String confirmed = call("a", token(offered), null);
        assertThat(tools.ok(tool, confirmed).path("removed_count").intValue()).isEqualTo(1);
        assertThat(rows()).isEqualTo(1);

        testDatabase.execute("insert into things values ('a', 1)");
        JsonNode replayed = tools.refused(tool, confirmed);
        assertThat(replayed.path("code").textValue()).isEqualTo("conflict");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void yesIsForWhatWasShown() {
        String token = token(tools.refused(tool, "{'name':'a'}"));
        assertThat(tools.refused(tool, call("b", token, null)).path("code").textValue())
                .isEqualTo("conflict");
        testDatabase.execute("update things set version = 2 where name = 'a'");
        JsonNode changed = tools.refused(tool, call("a", token, null));
        assertThat(changed.path("code").textValue()).isEqualTo("conflict");
        assertThat(changed.at("/preview/version").intValue()).isEqualTo(2);
        assertThat(rows()).isEqualTo(2);
        assertThat(tools.ok(tool, call("a", token(changed), null))).isNotEmpty();
    }

    @Test
    void yesIsGoodForTenMinutes() {
        String token = token(tools.refused(tool, "{'name':'a'}"));
        clock.advance(Duration.ofMinutes(10));
        assertThat(tools.refused(tool, call("a", token, null)).path("code").textValue())
                .isEqualTo("conflict");
    }

    /** The caller lost the answer and sends the very same call again: it gets the earlier answer, and is not asked. */
    @Test
    void sameCallWithItsKeyAnswersTheSame() {
        String token = token(tools.refused(tool, "{'name':'a','idempotency_key':'k'}"));
        JsonNode first = tools.ok(tool, call("a", token, "k"));
        testDatabase.execute("insert into things values ('a', 1)");
        assertThat(tools.ok(tool, call("a", token, "k"))).isEqualTo(first);
        assertThat(tools.ok(tool, "{'name':'a','idempotency_key':'k'}")).isEqualTo(first);
        assertThat(rows()).isEqualTo(2);
    }

    /** It may be deleted between the look whether it is there and the read of it. */
    @Test
    void keptAnswerThatIsGoneIsRefusedAndNothingIsDone() {
        tool.onlyRepeats = true;
        JsonNode gone = tools.refused(tool, "{'name':'a','idempotency_key':'k'}");
        assertThat(gone.path("code").textValue()).isEqualTo("conflict");
        assertThat(gone.path("field").textValue()).isEqualTo("idempotency_key");
        assertThat(gone.path("message").textValue())
                .contains("nothing was done now", "send a new key");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void failedWriteLeavesTheYesUnused() {
        String token = token(tools.refused(tool, "{'name':'a'}"));
        tool.fails = true;
        assertThat(tools.refused(tool, call("a", token, null)).path("code").textValue())
                .isEqualTo("internal");
        assertThat(rows()).isEqualTo(2);
        tool.fails = false;
        assertThat(tools.ok(tool, call("a", token, null)).path("removed_count").intValue())
                .isEqualTo(1);
    }

    private static String token(JsonNode offered) {
        String token = offered.path("confirmation_token").textValue();
        assertThat(token).isNotBlank();
        return token;
    }

    private static String call(String name, String token, @Nullable String key) {
        String more = key == null ? "" : ",'idempotency_key':'%s'".formatted(key);
        return "{'name':'%s','confirmation_token':'%s'%s}".formatted(name, token, more);
    }

    private int rows() {
        return testDatabase
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select count(*) from things")
                                        .mapTo(Integer.class)
                                        .one());
    }

    @ToolInfo(
            name = "remove_row",
            title = "Remove row",
            description = "Removes a row by its name.",
            effect = Effect.DESTROY,
            scope = Scope.CS_WRITE,
            deadlineSeconds = 5,
            idempotent = true)
    static final class RemoveRow implements Tool<RemoveRow.Input, RemoveRow.Output> {
        boolean fails;
        boolean onlyRepeats;

        record Input(
                String name,
                @Nullable @Size(max = 100) String idempotencyKey,
                @Nullable @Size(max = 400) String confirmationToken,
                @Default("false") boolean dryRun) {}

        record Output(int removedCount) {}

        record Removal(String name, int version) implements Preview {
            @Override
            public String question() {
                return "Remove the row?";
            }
        }

        private final ConfirmedWriteDaoTest test;

        RemoveRow(ConfirmedWriteDaoTest test) {
            this.test = test;
        }

        @Override
        public Answer<Output> call(Input input, Call call) {
            if (onlyRepeats) {
                return call.repeat(Output.class);
            }
            Removal removal = new Removal(input.name(), test.version(input.name()));
            return call.writeConfirmed(
                    removal,
                    removal.toString(),
                    Output.class,
                    transaction -> {
                        int removed = transaction.dao(ThingDao.class).remove(input.name());
                        if (fails) {
                            throw new IllegalStateException("as it was told to");
                        }
                        return Answer.of(new Output(removed));
                    });
        }
    }

    private int version(String name) {
        return testDatabase
                .jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select version from things where name = :name")
                                        .bind("name", name)
                                        .mapTo(Integer.class)
                                        .findOne()
                                        .orElse(0));
    }

    /** Rows of the table that this test makes. */
    interface ThingDao {
        @SqlUpdate("delete from things where name = :name")
        int remove(String name);
    }
}
