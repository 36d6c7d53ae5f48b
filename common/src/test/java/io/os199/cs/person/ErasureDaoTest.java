package io.os199.cs.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.AuditVerification;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.testing.Await;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsageRebuild;
import io.os199.cs.usage.UsageRollups;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

final class ErasureDaoTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Actor OPERATOR = new Actor("operator", null);
    private static final Wanted ADA = new Wanted(" Ada.Quill@Planted.example", List.of(), false);

    private final TestDatabase test = TestDatabase.create(CLOCK);
    private final Database database = test.database();
    private final AuditLog auditLog = new AuditLog(CLOCK);
    private final Erasure erasure = new Erasure(auditLog, ClientAnswers.unkept(), CLOCK);

    @AfterEach
    void drop() {
        test.close();
    }

    /** The person's traces are gone from every table, and every figure is unchanged. */
    @Test
    void nothingButTheSuppressionTellsWhoThePersonWas() throws Exception {
        int tables = PlantedPerson.in(test);
        // Reports of all clients.
        alter("update voc_reports set client_id = null");
        assertThat(PlantedPerson.traces(test)).hasSizeGreaterThan(tables - 5);
        Map<String, String> before = PlantedPerson.figures(test);

        Erasure.Erased tried = (Erasure.Erased) database.rehearse(this::eraseAda);
        assertThat(PlantedPerson.traces(test)).hasSizeGreaterThan(tables - 5);
        Erasure.Erased erased = (Erasure.Erased) database.write(this::eraseAda);
        assertThat(erased.report()).isEqualTo(tried.report());

        assertThat(PlantedPerson.traces(test)).isEqualTo(Map.of("public.email_suppressions", 2L));
        assertThat(
                        test.texts(
                                "select email || ' ' || scope || ' ' || coalesce(message_id, '-') from email_suppressions where email = '%s' order by 1"
                                        .formatted(PlantedPerson.ADDRESS)))
                .containsExactly(
                        PlantedPerson.ADDRESS + " all -", PlantedPerson.ADDRESS + " newsletter -");

        Map<String, String> after = new HashMap<>(PlantedPerson.figures(test));
        before.forEach(
                (table, figures) -> {
                    if (table.matches(PersonalColumns.FILE_ROWS)) {
                        assertThat(test.count(table)).as(table).isZero();
                    } else if (!table.matches("email_suppressions|audit_(log.*|chains)")) {
                        assertThat(after.get(table)).as(table).isEqualTo(figures);
                    }
                });
        assertThat(test.count("audit_log")).isEqualTo(1);
        assertThat(
                        test.texts(
                                "select tool || ' ' || action || ' ' || array_to_string(object_ids,"
                                        + " ' ') from audit_log"))
                .containsExactly("person erase " + erased.erasureId() + " client_planted");
        assertThat(
                        database.snapshot(tx -> new AuditVerification().verify(tx, _ -> {}))
                                .faultCount())
                .isZero();
    }

    /** The entry in the audit log is the last that is written. */
    @Test
    void anErasureThatFailsAtItsEndHasChangedNothingAndCanBeDoneAgain() throws Exception {
        PlantedPerson.in(test);
        Map<String, Long> before = PlantedPerson.traces(test);
        alter("alter table audit_log add constraint broken check (tool <> 'person')");
        assertThatThrownBy(() -> database.write(this::eraseAda)).hasMessageContaining("broken");
        assertThat(PlantedPerson.traces(test)).isEqualTo(before);
        assertThat(test.count("import_chunks")).isPositive();
        alter("alter table audit_log drop constraint broken");
        assertThat(database.write(this::eraseAda)).isInstanceOf(Erasure.Erased.class);
        assertThat(PlantedPerson.traces(test)).hasSize(1);
    }

    private void alter(String sql) {
        test.jdbi().useHandle(handle -> handle.execute(sql));
    }

    /** Other contacts are written to instead, and readers of departures recognize an erasure by its timestamp. */
    @Test
    void aContactStandsInNobodysPlaceAnyMoreAndLeftWhenTheyLeft() throws Exception {
        PlantedPerson.in(test);
        alter("update contacts set is_primary = true");
        alter(
                """
                insert into contacts (client_id, contact_id, name, email, left_company_at)
                values ('client_planted', 'contact_2', 'Ada Quill', 'ada.quill@planted.example', '2026-01-01 00:00Z')
                """);
        database.write(this::eraseAda);
        assertThat(
                        test.texts(
                                """
                                select concat_ws(' ', c.contact_id, c.is_primary, c.left_company_at = s.created_at,
                                    c.left_company_at = '2026-01-01 00:00Z')
                                from contacts c
                                join email_suppressions s on s.email = lower(c.email) and s.source = 'erasure'
                                order by 1
                                """))
                .containsExactly("contact_2 f f t", "contact_planted f t f");
    }

    @Test
    void aSecondErasureFindsNothingAndChangesNothing() throws Exception {
        PlantedPerson.in(test);
        database.write(this::eraseAda);
        assertThat(database.write(this::eraseAda)).isInstanceOf(Erasure.Nothing.class);
        assertThat(test.count("audit_log")).isEqualTo(1);
    }

    @Test
    void nobodyKnownAndSeveralAtOneAddressAreRefused() throws Exception {
        assertThat(((Erasure.Refused) database.write(this::eraseAda)).reason())
                .startsWith("nothing is stored of this address");
        PlantedPerson.in(test);
        test.jdbi()
                .useHandle(
                        handle ->
                                handle.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_other', 'Other');
                                                insert into clients (client_id, name, company_name)
                                                values ('client_other', 'Other', 'Other');
                                                insert into contacts (client_id, contact_id, name, email)
                                                values ('client_other', 'contact_2', 'Bo Finch', 'ada.quill@planted.example')
                                                """)
                                        .execute());
        Map<String, Long> before = PlantedPerson.traces(test);
        assertThat(((Erasure.Refused) database.write(this::eraseAda)).reason())
                .startsWith("names of several persons stand beside this address");
        assertThat(PlantedPerson.traces(test)).isEqualTo(before);
        assertThat(test.count("audit_log")).isZero();
        Wanted one = new Wanted(PlantedPerson.ADDRESS, List.of(), true);
        assertThat(database.<Erasure.Outcome>write(tx -> erasure.erase(tx, OPERATOR, one)))
                .isInstanceOf(Erasure.Erased.class);
        assertThat(test.count("contacts where name like 'Erased person %'")).isEqualTo(2);
    }

    @Test
    void showTellsEveryTableThatHoldsThePerson() throws Exception {
        PlantedPerson.in(test);
        PersonReport report =
                database.write(tx -> new StoredPerson(auditLog).show(tx, OPERATOR, ADA, true));
        assertThat(report.clientIds()).containsExactly("client_planted");
        assertThat(report.found())
                .extracting(found -> found.table().name())
                .contains("contacts", "tickets", "usage_events", "email_suppressions", "jobs");
        for (PersonReport.Found found : report.found()) {
            assertThat(found.rows()).hasSize((int) found.ownCount());
            assertThat(found.mentions()).hasSize((int) found.mentionCount());
        }
        assertThat(report.found())
                .filteredOn(found -> found.table().name().equals("usage_events"))
                .flatExtracting(PersonReport.Found::rows)
                .hasSize(2);
        assertThat(
                        test.texts(
                                "select action || ' ' || array_to_string(object_ids, ' ') from"
                                        + " audit_log"))
                .containsExactly("show client_planted");
    }

    /** Searches and reports that belong to no client. */
    @Test
    void namesInWhatBelongsToNoClientGoToo() throws Exception {
        PlantedPerson.in(test);
        test.execute(
                "insert into kb_searches (search_id, at, query, source) values ('search_1', now(),"
                        + " 'sso for ada quill', 'tool')");
        database.write(this::eraseAda);
        assertThat(test.texts("select query from kb_searches where search_id = 'search_1'"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("sso for Erased person ");
    }

    /** An erasure waits for a writer of the person's clients, and then reads what was written. */
    @Test
    void whatIsWrittenMeanwhileIsErasedToo() throws Exception {
        test.execute(
                "insert into client_names (client_id, name) values ('client_1', 'Acme')",
                "insert into clients (client_id, name, company_name) values ('client_1', 'Acme',"
                        + " 'Acme')",
                "insert into contacts (client_id, contact_id, name, email) values ('client_1',"
                        + " 'contact_1', 'Ada Quill', 'ada.quill@planted.example')");
        CompletableFuture<?> erasing;
        try (Handle writer = test.jdbi().open()) {
            writer.begin();
            writer.execute(
                    "insert into escalations (client_id, escalation_id, severity, title, opened_by,"
                        + " opened_at, acknowledge_due_at, due_at) values ('client_1', 'esc_late',"
                        + " 'low', 'Ada Quill is cross', 'key_1', now(), now(), now())");
            erasing = CompletableFuture.runAsync(() -> database.write(this::eraseAda));
            Await.until(
                    () ->
                            erasing.isDone()
                                    || test.count(
                                                    "pg_stat_activity where datname ="
                                                        + " current_database() and wait_event_type"
                                                        + " = 'Lock'")
                                            > 0);
            writer.commit();
        }
        erasing.get();
        assertThat(test.text("select title from escalations where escalation_id = 'esc_late'"))
                .matches("Erased person \\w+ is cross");
    }

    /**
     * A person of the same name at another client, an address with the same ending, and another contact of that name
     * stay.
     */
    @Test
    void othersStayWhoTheyAre() throws Exception {
        PlantedPerson.in(test);
        test.jdbi()
                .useHandle(
                        handle ->
                                handle.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_other', 'Other');
                                                insert into clients (client_id, name, company_name)
                                                values ('client_other', 'Other', 'Other');
                                                insert into contacts (client_id, contact_id, name, email) values
                                                    ('client_other', 'contact_1', 'Ada Quill', 'quill@other.example'),
                                                    ('client_planted', 'contact_2', 'Ada Quill', 'xada.quill@planted.example');
                                                insert into escalations (client_id, escalation_id, severity, title, opened_by,
                                                    opened_at, acknowledge_due_at, due_at)
                                                values ('client_other', 'esc_1', 'low', 'Ada Quill is cross', 'key_1', now(),
                                                    now(), now())
                                                """)
                                        .execute());
        database.write(this::eraseAda);
        assertThat(
                        test.texts(
                                "select name || ' ' || email from contacts where contact_id in"
                                        + " ('contact_1', 'contact_2') order by contact_id"))
                .containsExactly(
                        "Ada Quill quill@other.example", "Ada Quill xada.quill@planted.example");
        assertThat(test.texts("select title from escalations where escalation_id = 'esc_1'"))
                .containsExactly("Ada Quill is cross");
    }

    /** Rollups recomputed from the events afterwards come out the same. */
    @Test
    void theRollupsOfUseAreStillWhatTheEventsSay() throws Exception {
        test.jdbi()
                .useHandle(
                        handle ->
                                handle.createScript(
                                                """
                                                insert into client_names (client_id, name) values ('client_1', 'Acme');
                                                insert into clients (client_id, name, company_name)
                                                values ('client_1', 'Acme', 'Acme');
                                                insert into usage_events (client_id, occurred_at, event_id, user_key,
                                                    feature_key, event_type, session_id, source)
                                                select 'client_1', now(), 'e' || n,
                                                    (array['ada.quill@planted.example', 'Ada.Quill@planted.example', 'bo', 'cy'])[n %
                                                        4 + 1],
                                                    'export', 'click', 's' || n % 3, 'api'
                                                from generate_series(1, 40) n;
                                                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                                                select distinct client_id, user_key, current_date, current_date from
                                                    usage_events;
                                                insert into usage_dirty_days (client_id, day, marked_at)
                                                select distinct client_id, (occurred_at at time zone 'UTC')::date, now()
                                                from usage_events
                                                """)
                                        .execute());
        UsageRollups rollups = new UsageRollups(database, ClientAnswers.unkept(), CLOCK);
        while (rollups.rollUpSome()) {}
        List<String> before = use();
        database.write(this::eraseAda);
        assertThat(use()).isEqualTo(before);
        LocalDate today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
        UsageRebuild.Rebuilt rebuilt =
                new UsageRebuild(database, rollups).rebuild(today.minusDays(1), today, null);
        assertThat(rebuilt.dayCount()).isPositive();
        assertThat(rebuilt.differedCount()).isZero();
        assertThat(use()).isEqualTo(before);
        assertThat(
                        test.texts(
                                "select user_key from usage_daily_users where user_key not like"
                                        + " 'erased-%' and user_key not like 'ERASED-%' and"
                                        + " lower(user_key) not like 'erased-%'"))
                .containsExactlyInAnyOrder("bo", "cy");
    }

    @Test
    void anImportUnderWayAndAColleagueAreRefused() throws Exception {
        PlantedPerson.in(test);
        test.jdbi().useHandle(handle -> handle.execute("update support_agents set active = true"));
        assertThat(((Erasure.Refused) database.write(this::eraseAda)).reason())
                .contains("a colleague who takes tickets");
        test.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "update imports set state = 'staging', job_id = null"));
        assertThat(((Erasure.Refused) database.write(this::eraseAda)).reason())
                .startsWith("import_planted is under way");
        assertThat(PlantedPerson.traces(test)).containsKey("public.contacts");
    }

    private Erasure.Outcome eraseAda(Transaction tx) {
        return erasure.erase(tx, OPERATOR, ADA);
    }

    private List<String> use() {
        return test.texts(
                """
                select concat_ws(' ', day, sum(event_count), sum(session_count), count(distinct user_key),
                    (select user_count from usage_daily_features f where f.day = u.day),
                    (select count(*) from usage_user_features), (select sum(user_count) from usage_hourly))
                from usage_daily_users u group by day order by day
                """);
    }
}
