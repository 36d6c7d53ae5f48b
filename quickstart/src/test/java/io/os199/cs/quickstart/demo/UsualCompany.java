package io.os199.cs.quickstart.demo;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The demo company of the usual size, generated once for all tests; each class that registers it may write to a copy.
 */
final class UsualCompany implements BeforeAllCallback, AfterAllCallback {
    static final LocalDate TODAY = LocalDate.parse("2026-07-01");
    static final DemoOptions OPTIONS = DemoOptions.defaults(TODAY);

    private Filled filled;
    private TestDatabase copy;

    /** A filled database that is kept until the last test of all has ended. */
    private record Filled(TestDatabase database, Map<Table, Long> seeded, DemoSummary summary)
            implements AutoCloseable {
        static Filled now() {
            TestDatabase database = TestDatabase.create();
            Map<Table, Long> seeded = counts(database);
            try {
                return new Filled(
                        database, seeded, DemoCompany.fill(database.ownerDataSource(), OPTIONS));
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        filled =
                context.getRoot()
                        .getStore(Namespace.create(UsualCompany.class))
                        .getOrComputeIfAbsent(Filled.class, key -> Filled.now(), Filled.class);
        copy = filled.database().copy();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        copy.close();
    }

    DemoSummary summary() {
        return filled.summary();
    }

    /** Returns the number of rows that the tables had before. */
    Map<Table, Long> seeded() {
        return filled.seeded();
    }

    /** Returns the answer key as written to its file, by key. */
    Map<String, AnswerKeyEntry> answers() {
        return AnswerKey.read(AnswerKey.write(summary().answers())).stream()
                .collect(Collectors.toMap(AnswerKeyEntry::key, Function.identity()));
    }

    TestDatabase database() {
        return copy;
    }

    /** Returns the only column of a query. */
    List<String> names(String sql) {
        return copy.texts(sql);
    }

    static Map<Table, Long> counts(TestDatabase database) {
        Map<Table, Long> counts = new EnumMap<>(Table.class);
        database.jdbi()
                .useHandle(
                        handle -> {
                            for (Table table : Table.values()) {
                                String sql = "select count(*) from " + table.wire();
                                counts.put(table, handle.createQuery(sql).mapTo(Long.class).one());
                            }
                        });
        return counts;
    }
}
