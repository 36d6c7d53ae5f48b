package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.mcp.served.Asked;
import io.os199.cs.api.mcp.served.Outcome;
import io.os199.cs.api.mcp.served.ServedTool;
import io.os199.cs.platform.database.Database;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Tools that take a while; the suite does not know them. */
final class QueryTools {
    private static final int STEPS = 120;
    private static final long STEP_NANOS = 10_000_000;

    private final Database database;

    QueryTools(Database database) {
        this.database = database;
    }

    List<ServedTool> all() {
        return List.of(
                new FixtureTool(
                        "test_query",
                        "Runs a statement for some seconds",
                        "{'type': 'object', 'properties': {'seconds': {'type': 'number'}}}",
                        this::query),
                new FixtureTool(
                        "test_much_progress",
                        "Tells far more progress than anybody wants to know",
                        QueryTools::muchProgress));
    }

    private Outcome query(JsonNode arguments, Asked asked) {
        int seconds = arguments.path("seconds").asInt();
        return asked.cancellation()
                .scope(
                        () ->
                                database.read(
                                        transaction -> {
                                            transaction.dao(SleepDao.class).sleep(seconds);
                                            return Outcome.of(Literal.result("done"));
                                        }));
    }

    private static Outcome muchProgress(JsonNode arguments, Asked asked) {
        for (int step = 0; step <= STEPS; step++) {
            asked.progress(step, (double) STEPS, null);
            asked.progress(step / 2, (double) STEPS, "a step back");
            LockSupport.parkNanos(STEP_NANOS);
        }
        return Outcome.of(Literal.result("done"));
    }
}

/** Time spent in the database. */
interface SleepDao {
    @SqlQuery("select 1 from pg_sleep(:seconds)")
    int sleep(int seconds);
}
