package io.os199.cs.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.ChangeLogs;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Migrations from the last released version to this one and on to a later one, on a filled database that is in use. */
final class MigrationWhileServingDaoTest {
    private static final String FILL =
            """
            insert into client_names (client_id, name) select 'client_' || i, 'Client ' || i from generate_series(1, 3000) i;
            insert into clients (client_id, name, company_name) select client_id, name, name from client_names;
            insert into contacts (client_id, contact_id, email)
                select client_id, 'contact_' || i, i || '@' || client_id || '.example' from clients, generate_series(1, 3) i;
            insert into timeline_events (client_id, occurred_at, event_id, type, title, source)
                select client_id, now(), 'event_' || i, 'note', 'A note', 'test' from clients, generate_series(1, 5) i;
            """;

    /** The grants of the service's role as the previous version made them. */
    private static final String RIGHTS =
            """
            grant usage on schema public to cs_test_service, cs_test_read_only;
            grant select, insert, update, delete on all tables in schema public to cs_test_service;
            grant select on all tables in schema public to cs_test_read_only;
            grant cs_test_read_only to cs_test_service;
            do $$ begin
                execute format('alter role cs_test_service in database %I set lock_timeout to ''2s''', current_database());
                execute format('alter role cs_test_read_only in database %I set lock_timeout to ''2s''', current_database());
            end $$;
            """;

    /** Changes that a later version may make to a table in use, in the forms that CONTRIBUTING.md asks for. */
    private static final String LATER =
            """
            --changeset cs:later:column
            alter table clients add column nickname text;
            --changeset cs:later:check
            alter table clients add constraint clients_nickname_check check (nickname <> '') not valid;
            --changeset cs:later:check_validated
            alter table clients validate constraint clients_nickname_check;
            --changeset cs:later:index runInTransaction:false
            drop index concurrently if exists clients_nickname_idx;
            create index concurrently clients_nickname_idx on clients (nickname);
            """;

    private static final String CATALOG =
            """
            select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                || coalesce(column_default, '')
            from information_schema.columns where table_schema in ('public', 'jobs')
            union all
            select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
            from pg_constraint where connamespace in ('public'::regnamespace, 'jobs'::regnamespace)
            union all
            select indexdef from pg_indexes where schemaname in ('public', 'jobs')
            union all
            select pg_get_functiondef(p.oid) from pg_proc p
            where pronamespace = 'public'::regnamespace and not exists (
                select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
            order by 1
            """;

    interface Writes {
        @SqlUpdate("update clients set usage_seq = usage_seq + 1 where client_id = 'client_8'")
        int use();

        @SqlUpdate("update contacts set title = 'CEO' where client_id = 'client_8'")
        int promote();
    }

    @TempDir Path folder;

    @Test
    void noCallFailsOrWaitsMeanwhileAndTheResultIsThatOfAFreshDatabase() throws Exception {
        try (TestDatabase database = released();
                TestDatabase fresh = TestDatabase.empty()) {
            Migrations.run(fresh.ownerDataSource());
            Database serving = database.database();
            AtomicBoolean migrated = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(3);
            List<CompletableFuture<Long>> callers =
                    List.of(
                            calls(migrated, begun, () -> read(serving)),
                            calls(migrated, begun, () -> write(serving)),
                            calls(migrated, begun, () -> write(serving)));
            begun.await();
            Migrations.run(database.ownerDataSource());
            Grants.apply(database.ownerDataSource(), "cs_test_service", "cs_test_read_only");
            assertThat(catalog(database)).isEqualTo(catalog(fresh)).hasSizeGreaterThan(1000);
            ChangeLogs.later(folder.resolve("later"), LATER).run(database.ownerDataSource());
            migrated.set(true);
            for (CompletableFuture<Long> caller : callers) {
                assertThat(caller.get()).isGreaterThan(10);
            }
            assertThat(catalog(database)).anyMatch(each -> each.contains("clients_nickname_idx"));
        }
    }

    @Test
    void aMigrationThatWaitsForALockLetsTheReadersBehindItGoOnAndComesAgain() throws Exception {
        try (TestDatabase database = released()) {
            // A concurrent index build waits for every report, which is not what is tested here.
            Migrations.run(database.ownerDataSource());
            ChangeLogs later = ChangeLogs.later(folder.resolve("later"), LATER);
            CompletableFuture<Void> migration;
            try (Handle report = database.jdbi().open()) {
                report.begin();
                report.execute("select count(*) from clients");
                migration = CompletableFuture.runAsync(() -> run(later, database));
                awaitWaiting(database);
                read(database.database());
                assertThat(migration).isNotDone();
                report.commit();
            }
            migration.get();
            assertThat(catalog(database)).anyMatch(each -> each.contains("clients.nickname"));
        }
    }

    /** The return between two leaves of a day would have the client live from then on. */
    @Test
    void whoLeftTwiceOnADayLeftAtTheLaterInstant() throws Exception {
        try (TestDatabase database = released()) {
            database.execute(
                    """
                    insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor)
                    select client_id, timestamptz '2026-06-01 09:00Z' + hours * interval '1 hour', was, becomes, 'key_csm'
                    from (values ('client_1', 0, 'active', 'churned'), ('client_1', 1, 'churned', 'active'),
                        ('client_1', 2, 'active', 'churned'), ('client_2', 0, 'active', 'churned'),
                        ('client_2', 1, 'churned', 'active'), ('client_2', 24, 'active', 'churned'))
                        as moved (client_id, hours, was, becomes);
                    insert into churn_events (client_id, churned_on, reason, arr_lost_amount, created_at)
                    select client_id, churned_on, 'Sold', 0, (churned_on + time '09:00') at time zone 'UTC'
                    from (values ('client_1', date '2026-06-01'), ('client_2', date '2026-06-01'),
                        ('client_2', date '2026-06-02')) as gone (client_id, churned_on)
                    """);
            Migrations.run(database.ownerDataSource());
            String left =
                    """
                    select client_id || ' ' || to_char(created_at at time zone 'UTC', 'DD HH24') from churn_events
                    order by client_id, churned_on
                    """;
            List<String> lefts =
                    database.jdbi()
                            .withHandle(db -> db.createQuery(left).mapTo(String.class).list());
            assertThat(lefts).containsExactly("client_1 01 11", "client_2 01 09", "client_2 02 09");
        }
    }

    private TestDatabase released() throws Exception {
        TestDatabase database = TestDatabase.empty();
        ChangeLogs.released(folder.resolve("released")).run(database.ownerDataSource());
        database.jdbi().useHandle(handle -> handle.createScript(FILL).execute());
        database.jdbi().useHandle(handle -> handle.execute(RIGHTS));
        return database;
    }

    private static CompletableFuture<Long> calls(
            AtomicBoolean migrated, CountDownLatch begun, Runnable call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long done = 0;
                    while (!migrated.get()) {
                        call.run();
                        done++;
                        begun.countDown();
                    }
                    return done;
                },
                task -> Thread.ofVirtual().start(task));
    }

    private static void read(Database database) {
        Answer<ClientRef> found =
                database.read(tx -> new ClientDirectory().resolve(tx, "Client 7"));
        assertThat(found).isInstanceOf(Answer.Ok.class);
    }

    private static void write(Database database) {
        database.write(tx -> tx.dao(Writes.class).use() + tx.dao(Writes.class).promote());
    }

    private static void run(ChangeLogs changelogs, TestDatabase database) {
        try {
            changelogs.run(database.ownerDataSource());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitWaiting(TestDatabase database) throws Exception {
        String waiting =
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock' and query like '%nickname%'
                """;
        try (Handle handle = database.jdbi().open()) {
            Await.until(() -> handle.createQuery(waiting).mapTo(Integer.class).one() > 0);
        }
    }

    private static List<String> catalog(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(CATALOG).mapTo(String.class).list());
    }
}
