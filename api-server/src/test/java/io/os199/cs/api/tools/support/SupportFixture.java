package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A database with two clients, Acme Corp and Beta Ltd, over which the support tools are tested. */
final class SupportFixture implements AutoCloseable {
    final TestDatabase database;
    final ToolFixture tools;

    SupportFixture(TestClock clock, String tierOfAcme, String tierOfBeta) {
        database = TestDatabase.create(clock);
        database.jdbi()
                .useHandle(
                        db -> {
                            RetentionScenes.client(
                                    db,
                                    "client_a",
                                    "Acme Corp",
                                    tierOfAcme,
                                    72_000,
                                    "2026-01-01",
                                    "2026-12-31");
                            RetentionScenes.client(
                                    db,
                                    "client_b",
                                    "Beta Ltd",
                                    tierOfBeta,
                                    50_000,
                                    "2025-01-01",
                                    "2027-09-01");
                        });
        tools = new ToolFixture(database.database(), clock);
    }

    void execute(String sql) {
        database.execute(sql);
    }

    /** Returns the value of a query with one row of one column. */
    String value(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }

    List<String> strings(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }

    static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : threads.invokeAll(Collections.nCopies(times, call))) {
                results.add(each.get());
            }
            return results;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
