package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class GrantsDaoTest {
    private static final String DENIED = "permission denied";
    private static final String PARTITION = "audit_log_2031_05";

    /** Every table with every privilege that exists on a table. */
    private static final String RIGHTS =
            """
            select name || ' ' || may from (
                select c.oid::regclass::text as name, r.may
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'trigger']) as r (may)
                where n.nspname in ('public', 'jobs') and c.relkind in ('r', 'p')
                  and (r.may not in ('truncate', 'trigger') or current_user <> 'cs_test_service')
                order by 1, 2) rights
            """;

    private static TestDatabase database;

    @BeforeAll
    static void create() throws SQLException {
        database = TestDatabase.create();
        Clock then = Clock.fixed(Instant.parse("2031-05-10T00:00:00Z"), ZoneOffset.UTC);
        new Partitions(database.dataSource(), then).ensureAhead();
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_log set outcome = 'ok'",
                "delete from audit_log",
                "truncate audit_log",
                "update " + PARTITION + " set outcome = 'ok'",
                "delete from " + PARTITION,
                "truncate " + PARTITION,
                "insert into audit_chains (chain) values (16)",
                "delete from audit_chains",
                "truncate audit_chains",
                "update table_partitions set dropped_at = now()",
                "delete from table_partitions",
                "delete from databasechangelog",
                "update databasechangeloglock set locked = true",
                "truncate clients cascade"
            })
    void theServiceDoesNot(String sql) {
        assertThatThrownBy(() -> run(database.url(), sql)).hasMessageContaining(DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table " + PARTITION,
                "alter table audit_log detach partition " + PARTITION,
                "alter table audit_log disable trigger all",
                "create index on audit_log (outcome)"
            })
    void theServiceOwnsNothing(String sql) {
        assertThatThrownBy(() -> run(database.url(), sql)).hasMessageContaining("must be owner");
    }

    @Test
    void theServiceDoesAllElse() throws SQLException {
        List<String> missing =
                strings(
                        database.url(),
                        RIGHTS
                                + """
                                where not has_table_privilege(name, may)
                                  and (may = 'select' or name not like 'audit_%' and name not like 'databasechangelog%'
                                      and name <> 'table_partitions')
                                """);
        assertThat(missing).isEmpty();
        assertThat(may(database.url(), PARTITION, "insert")).isTrue();
    }

    @Test
    void theReadOnlyRoleWritesNothingAndReadsWhatAnswersAreMadeOf() throws SQLException {
        List<String> held =
                strings(database.readUrl(), RIGHTS + "where has_table_privilege(name, may)");
        assertThat(held).hasSizeGreaterThan(80).allMatch(each -> each.endsWith(" select"));
        List<String> hidden =
                strings(
                        database.readUrl(),
                        RIGHTS + "where may = 'select' and not has_table_privilege(name, may)");
        assertThat(hidden).containsExactly("confirmations select", "idempotency_keys select");
        assertThatThrownBy(() -> run(database.readUrl(), "create table mine (id int)"))
                .hasMessageContaining(DENIED);
        assertThatThrownBy(
                        () ->
                                run(
                                        database.readUrl(),
                                        "select make_partition('audit_log', '2033-01-01')"))
                .hasMessageContaining(DENIED);
    }

    @Test
    void aTableOfALaterMigrationHasItsRightsAtOnceAndKeepsThemWhenGrantedAgain() throws Exception {
        run(database.ownerUrl(), "create table later (id int primary key, at int)");
        for (int again = 0; again < 2; again++) {
            run(database.url(), "insert into later values (1); update later set at = 1");
            run(database.url(), "delete from later");
            run(database.readUrl(), "select * from later");
            assertThatThrownBy(() -> run(database.readUrl(), "delete from later"))
                    .hasMessageContaining(DENIED);
            Grants.apply(database.ownerDataSource(), "cs_test_service", "cs_test_read_only");
        }
        run(database.ownerUrl(), "drop table later");
    }

    @Test
    void whatSomebodyGrantedByHandIsTakenBack() throws SQLException {
        run(database.ownerUrl(), "grant delete on " + PARTITION + " to cs_test_service");
        run(database.ownerUrl(), "grant update on clients to cs_test_read_only");
        Grants.apply(database.ownerDataSource(), "cs_test_service", "cs_test_read_only");
        assertThat(may(database.url(), PARTITION, "delete")).isFalse();
        assertThat(may(database.readUrl(), "clients", "update")).isFalse();
    }

    @Test
    void saysHowToMakeARoleThatIsMissing() {
        assertThatThrownBy(
                        () -> Grants.apply(database.ownerDataSource(), "cs_nobody", "cs_neither"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("create role \"cs_nobody\" login password");
    }

    @Test
    void migratingTwiceChangesNothing() throws SQLException {
        List<String> before = rights();
        Migrations.run(database.ownerDataSource());
        Grants.apply(database.ownerDataSource(), "cs_test_service", "cs_test_read_only");
        assertThat(rights()).isEqualTo(before);
        assertThat(before).anyMatch(each -> each.startsWith("audit_log "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select make_partition('clients', '2032-01-01')",
                "select make_partition('audit_log; drop table clients', '2032-01-01')",
                "select make_partition(null, '2032-01-01')",
                "select make_partition('audit_log', '2032-01-02')",
                "select make_partition('audit_log', '1989-12-01')",
                "select make_partition('audit_log', 'infinity')",
                "select make_partition('audit_log', null)"
            })
    void makesNoOtherPartitions(String sql) {
        assertThatThrownBy(() -> run(database.url(), sql)).hasMessageContaining("not ");
    }

    @Test
    void makesAMonthOnceForAsManyAsAskAndNeverAgainOnceItWasDropped() throws Exception {
        YearMonth month = YearMonth.of(2034, 2);
        Partitions partitions = new Partitions(database.dataSource(), Clock.systemUTC());
        List<Thread> threads = new ArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    partitions.ensure("usage_events", month, month.plusMonths(1));
                                } catch (SQLException | RuntimeException e) {
                                    failures.add(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        String event =
                """
                insert into usage_events (client_id, occurred_at, event_id, user_key, event_type, source)
                values ('client_1', '%s', 'e1', 'u', 't', 's')
                """;
        run(database.url(), event.formatted("2034-02-28T23:59:59Z"));
        run(database.url(), event.formatted("2034-03-01T00:00:00Z"));
        assertThatThrownBy(() -> run(database.url(), event.formatted("2034-02-03T00:00:00Z")))
                .hasMessageContaining("usage_events_2034_02_event_id_key");

        run(
                database.ownerUrl(),
                "drop table usage_events_2034_02; update table_partitions set dropped_at = now()"
                        + " where month = '2034-02-01'");
        assertThatThrownBy(() -> partitions.ensure("usage_events", month, month))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2034-02");
        assertThatThrownBy(
                        () ->
                                run(
                                        database.url(),
                                        "select make_partition('usage_events', '2034-02-01')"))
                .hasMessageContaining("was made already");
    }

    private static List<String> rights() throws SQLException {
        return strings(
                database.ownerUrl(),
                """
                select concat_ws(' ', c.relname, acl.grantee::regrole::text, acl.privilege_type)
                from pg_class c cross join aclexplode(c.relacl) acl
                order by 1
                """);
    }

    private static boolean may(String url, String table, String right) throws SQLException {
        return strings(url, "select has_table_privilege('%s', '%s')".formatted(table, right))
                .getFirst()
                .equals("t");
    }

    private static List<String> strings(String url, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void run(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
