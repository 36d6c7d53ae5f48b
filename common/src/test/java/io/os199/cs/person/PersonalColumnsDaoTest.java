package io.os199.cs.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lists of personal columns match the schema. */
final class PersonalColumnsDaoTest {
    private static final String FREE_COLUMNS =
            """
            select c.table_name || '.' || c.column_name
            from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'databasechangelog%'
              and (c.data_type in ('text', 'json', 'jsonb', 'bytea', 'xml', 'inet') or c.data_type like 'character%'
                or c.data_type = 'tsvector' and c.is_generated = 'NEVER'
                or c.data_type = 'ARRAY' and c.udt_name in ('_text', '_varchar') or c.data_type = 'USER-DEFINED')
              and c.column_name <> all (:ids)
              and c.table_name !~ ('^' || :files || '$')
              and not exists (select from pg_inherits i where i.inhrelid = to_regclass('public.' || quote_ident(c.table_name)))
              and not exists (select from pg_constraint k
                  join pg_attribute a on a.attrelid = k.conrelid and a.attname = c.column_name
                  where k.conrelid = to_regclass('public.' || quote_ident(c.table_name)) and k.contype = 'c' and k.conkey = array[a.attnum]
                    and pg_get_constraintdef(k.oid) ~ '= ANY')
            order by 1
            """;

    private static TestDatabase database;

    @BeforeAll
    static void create() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @Test
    void everyColumnOfFreeTextIsDeclared() {
        try (Handle handle = database.jdbi().open()) {
            assertThat(undeclared(handle)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table contacts add column phone text",
                "alter table tickets add column participants jsonb",
                "alter table feedback add column witnesses text[]",
                "alter table campaign_steps add column source text",
                "alter table survey_sends add column external_id text",
                "alter table email_messages add column headers varchar(200)",
                "alter table escalations add column words tsvector",
                "create table automation_owners (automation_id text primary key, role text)",
                "create table visitors (contact_id text primary key, full_name text)"
            })
    void aColumnThatIsNotDeclaredIsFound(String change) {
        database.jdbi()
                .useTransaction(
                        handle -> {
                            handle.execute(change);
                            assertThat(undeclared(handle)).hasSize(1);
                            handle.rollback();
                        });
    }

    @Test
    void whatIsDeclaredIsThere() {
        try (Handle handle = database.jdbi().open()) {
            Set<String> names =
                    new HashSet<>(
                            handle.createQuery(
                                            """
                                            select table_name || '.' || column_name from information_schema.columns
                                            where table_schema = 'public'
                                            """)
                                    .mapTo(String.class)
                                    .list());
            assertThat(names).containsAll(declared()).containsAll(impersonal());
            Set<String> columns = new HashSet<>();
            names.forEach(name -> columns.add(name.substring(name.indexOf('.') + 1)));
            assertThat(columns).containsAll(ImpersonalColumns.IDS);
        }
    }

    @Test
    void whatHoldsNobodyIsNotDeclaredToHoldSomebody() {
        assertThat(declared()).doesNotContainAnyElementsOf(impersonal());
    }

    /**
     * A row that mentions a person is found again by its physical position, which is not enough in a partitioned
     * table.
     */
    @Test
    void mentionsAreNotLookedForInPartitions() {
        try (Handle handle = database.jdbi().open()) {
            List<String> partitioned =
                    handle.createQuery("select relname from pg_class where relkind = 'p'")
                            .mapTo(String.class)
                            .list();
            assertThat(partitioned).contains("usage_events");
            assertThat(PersonalColumns.TABLES)
                    .filteredOn(table -> !PersonSearch.looked(table).isEmpty())
                    .extracting(PersonalTable::name)
                    .doesNotContainAnyElementsOf(partitioned);
        }
    }

    @Test
    void whatStaysHasItsReasonAndEachTableIsDeclaredOnce() {
        for (PersonalTable table : PersonalColumns.TABLES) {
            assertThat(table.reasons().keySet())
                    .as(table.name())
                    .containsExactlyInAnyOrderElementsOf(table.columns(Handling.KEPT));
        }
        assertThat(PersonalColumns.TABLES).extracting(PersonalTable::name).doesNotHaveDuplicates();
    }

    private static List<String> undeclared(Handle handle) {
        Set<String> listed = declared();
        listed.addAll(impersonal());
        return handle.createQuery(FREE_COLUMNS)
                .bindArray("ids", String.class, List.copyOf(ImpersonalColumns.IDS))
                .bind("files", PersonalColumns.FILE_ROWS)
                .mapTo(String.class)
                .filter(name -> !listed.contains(name))
                .list();
    }

    private static Set<String> impersonal() {
        Set<String> all = new HashSet<>();
        ImpersonalColumns.COLUMNS.forEach(
                (table, columns) -> columns.forEach(column -> all.add(table + "." + column)));
        return all;
    }

    private static Set<String> declared() {
        Set<String> all = new HashSet<>();
        for (PersonalTable table : PersonalColumns.TABLES) {
            table.columns().keySet().forEach(column -> all.add(table.name() + "." + column));
        }
        return all;
    }
}
