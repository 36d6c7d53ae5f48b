package io.os199.cs.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.database.ChangeLogs;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;
import java.util.TreeMap;

final class SchemaRulesDaoTest {
    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyTableKeeps(Rule rule) {
        try (Handle handle = database.jdbi().open()) {
            assertThat(Tables.offenders(handle, rule)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBreachIsFound(Rule rule) {
        database.jdbi()
                .useTransaction(
                        handle -> {
                            handle.createScript(rule.breach).execute();
                            assertThat(Tables.offenders(handle, rule)).isNotEmpty();
                            handle.rollback();
                        });
    }

    @Test
    void everyTableOfTheListsIsThereAndMostTablesBelongToAClient() {
        try (Handle handle = database.jdbi().open()) {
            assertThat(
                            handle.createQuery(
                                            "select relname from pg_class where relkind in ('r',"
                                                    + " 'p')")
                                    .mapTo(String.class)
                                    .list())
                    .containsAll(Tables.listed());
            assertThat(Tables.ofKind(handle, "owned"))
                    .hasSizeGreaterThan(60)
                    .contains("clients", "usage_events", "tickets", "integration_outbox");
        }
    }

    @Test
    void noReleasedChangesetWasEdited() {
        Map<String, String> released = ChangeLogs.released();
        try (Handle handle = database.jdbi().open()) {
            Map<String, String> now =
                    handle.createQuery("select id, md5sum from databasechangelog")
                            .reduceRows(
                                    new TreeMap<String, String>(),
                                    (all, row) -> {
                                        all.put(
                                                row.getColumn("id", String.class),
                                                row.getColumn("md5sum", String.class));
                                        return all;
                                    });
            assertThat(now).containsAllEntriesOf(released);
        }
        assertThat(released).hasSizeGreaterThan(100);
    }
}
