package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Scope;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Database;
import io.os199.cs.testing.FaultProxy;
import io.os199.cs.testing.FaultProxy.Fault;
import io.os199.cs.testing.FaultProxy.Side;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.net.URI;

/** A write whose database falls silent ends at its deadline, and reports what it knows about its effects. */
class HungWriteDaoTest {
    private final TestDatabase server = TestDatabase.create();
    private final URI place = URI.create(server.url().substring("jdbc:".length()));
    private final FaultProxy proxy = FaultProxy.before(place.getHost(), place.getPort());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT, insert into client_names, 0, nothing of it was written; ask for less",
        "SERVER, COMMIT, 1, it may have been done; look before you send it again",
        "CLIENT, COMMIT, 0, it may have been done; look before you send it again"
    })
    void itEndsAtItsDeadlineAndSaysWhatItKnows(
            Side silent, String words, int rows, String expected) {
        proxy.trap("insert into idempotency_keys", silent, words, Fault.BLACK_HOLE, 1);
        Database database = Database.of(through());
        JsonNode error =
                new ToolFixture(database, new TestClock("2026-06-30T12:00:00Z"))
                        .refused(new Naming(), "{'idempotency_key': 'k'}");
        assertThat(proxy.untrapped()).isZero();
        assertThat(error.path("code").asText()).isEqualTo("timeout");
        assertThat(error.path("message").asText())
                .contains("the call met its deadline of 3 s", expected);
        assertThat(server.count("client_names")).isEqualTo(rows);
    }

    /**
     * Returns connections through the proxy. Each statement is sent with its text, so that the proxy can recognize
     * it.
     */
    private PGSimpleDataSource through() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url());
        source.setServerNames(new String[] {proxy.host()});
        source.setPortNumbers(new int[] {proxy.port()});
        source.setPrepareThreshold(0);
        return source;
    }

    interface NameDao {
        @SqlUpdate("insert into client_names (client_id, name) values ('client_1', 'Hung')")
        void add();
    }

    /** Writes one row, with little time to do so. */
    @ToolInfo(
            name = "name_client",
            title = "Names a client",
            description = "Writes a name",
            effect = Effect.WRITE,
            scope = Scope.CS_WRITE,
            deadlineSeconds = 3,
            idempotent = false)
    static final class Naming implements Tool<Naming.Input, Naming.Output> {
        record Input(String idempotencyKey) {}

        record Output(boolean named) {}

        @Override
        public Answer<Output> call(Input input, Call call) {
            return call.write(
                    Output.class,
                    tx -> {
                        tx.dao(NameDao.class).add();
                        return Answer.of(new Output(true));
                    });
        }
    }
}
