package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.testing.TestDatabase;
import io.os199.cs.usage.UsageRebuild;
import io.os199.cs.usage.UsageRollups;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

final class DemoCompanyDaoTest {
    private static final LocalDate TODAY = UsualCompany.TODAY;
    private static final DemoOptions OPTIONS = UsualCompany.OPTIONS;

    /** The size of a small company: the fixed cast and some random clients. */
    private static final int FEW = 20;

    @RegisterExtension static final UsualCompany company = new UsualCompany();

    /** Tables that stay empty, with the reason. */
    private static final Map<String, String> EXEMPT =
            Map.ofEntries(
                    Map.entry("import(s|_.*)", "what was imported is the deployment's to say"),
                    Map.entry(
                            "integration.*|external_refs|webhook_inbox",
                            "no remote system is connected"),
                    Map.entry("jobs|job_chunks|refresh_runs", "runs of the product"),
                    Map.entry(
                            "idempotency_keys|confirmations|staff_mails", "the product's plumbing"),
                    Map.entry("usage_dirty_days", "a queue: the rollups are whole"),
                    Map.entry("api_keys|audit_log.*", "written by the product alone, and proved"),
                    Map.entry("automation_watches", "where the product's evaluation stands"),
                    Map.entry(
                            "health_scores|risk_indicators|churn_predictions|renewal_forecasts",
                            "computed by the product: made up, they would be no evidence"),
                    Map.entry(
                            "segments|segment_members|segment_member_changes",
                            "computed by the product"),
                    Map.entry(
                            "adoption_milestones|feature_adoption_daily",
                            "computed by the product"),
                    Map.entry(
                            "opportunity_findings|feedback_phrases|voc_reports",
                            "computed by the product"),
                    Map.entry("databasechangelog(lock)?|jobrunr.*", "of the libraries"),
                    Map.entry("usage_(events|hourly)_.*", "partitions of other months"));

    private static TestDatabase filled;
    private static DemoSummary summary;

    @BeforeAll
    static void look() {
        filled = company.database();
        summary = company.summary();
    }

    /** The rows of the larger company were written in two batches, and by another thread. */
    @Test
    void theSameSeedGivesTheSameRowsInEveryTableAlsoToASmallerCompanyAndAfterAFillThatWasCutOff()
            throws Exception {
        DemoOptions few = new DemoOptions(OPTIONS.seed(), FEW, OPTIONS.days(), TODAY);
        String first =
                "client_id in (select client_id from client_names where external_id <="
                        + " 'CRM-%06d')".formatted(FEW);
        try (TestDatabase small = TestDatabase.create();
                TestDatabase again = TestDatabase.create()) {
            DemoSummary told = DemoCompany.fill(small.ownerDataSource(), few);
            Map<String, String> rows = contents(small, "true");
            assertThat(rows).isEqualTo(contents(filled, first));

            assertThatThrownBy(
                            () ->
                                    DemoCompany.fill(
                                            again.ownerDataSource(),
                                            few,
                                            line -> {
                                                throw new IllegalStateException("cut off");
                                            }))
                    .hasMessage("cut off");
            assertThat(UsualCompany.counts(again)).isEqualTo(company.seeded());

            assertThat(DemoCompany.fill(again.ownerDataSource(), few)).isEqualTo(told);
            assertThat(contents(again, "true")).isEqualTo(rows);
            assertThat(count(again, "select count(*) from clients")).isEqualTo(FEW);
        }
    }

    @Test
    void anotherSeedGivesOtherClients() {
        DemoOptions other =
                new DemoOptions(OPTIONS.seed() + 1, OPTIONS.clients(), OPTIONS.days(), TODAY);
        assertThat(IntStream.range(0, OPTIONS.clients()))
                .noneMatch(number -> Account.of(other, number).equals(Account.of(OPTIONS, number)));
        assertThat(IntStream.range(FEW, OPTIONS.clients()))
                .filteredOn(
                        number ->
                                Account.of(other, number)
                                        .name()
                                        .equals(Account.of(OPTIONS, number).name()))
                .hasSizeLessThan(5);
    }

    @Test
    void everyTableHasRowsAndTheSummaryCountsThem() {
        assertThat(summary.rows()).hasSize(Table.values().length);
        UsualCompany.counts(filled)
                .forEach(
                        (table, rows) ->
                                assertThat(rows - company.seeded().get(table))
                                        .as(table.wire())
                                        .isEqualTo(summary.rows().get(table.wire()))
                                        .isPositive());
        assertThat(summary.totalRows())
                .isEqualTo(summary.rows().values().stream().mapToLong(Long::longValue).sum());
        assertThat(names("select name from clients where 'showcase' = any(tags)"))
                .containsExactlyInAnyOrder("Acme Corp", "Globex Ltd", "Initech");
    }

    @Test
    void everyTableOfTheModelHasRowsUnlessThereIsAReason() {
        List<String> tables =
                names(
                        """
                        select table_name from information_schema.tables
                        where table_schema = 'public' and table_type = 'BASE TABLE' order by 1
                        """);
        assertThat(tables).hasSizeGreaterThan(100);
        assertThat(tables)
                .filteredOn(table -> EXEMPT.keySet().stream().noneMatch(table::matches))
                .filteredOn(table -> count(filled, "select count(*) from " + table) == 0)
                .isEmpty();
    }

    @Test
    void contractsLedgerRenewalsAndClientsAgree() {
        nothing(
                """
                select client_id from clients
                where contract_value <> (select coalesce(sum(value), 0) from contracts
                        where contracts.client_id = clients.client_id and status = 'active')
                   or contract_value <> (select coalesce(sum(arr_delta_amount), 0) from revenue_movements
                        where revenue_movements.client_id = clients.client_id)
                """);
        nothing(
                """
                select client_id from clients
                where (status = 'churned') <> (contract_value = 0)
                   or (status = 'churned') <> (lifecycle_stage = 'churned')
                   or (status = 'churned') <> exists (select from churn_events
                        where churn_events.client_id = clients.client_id)
                """);
        nothing(
                """
                select client_id from churn_events
                where arr_lost_amount <> -(select arr_delta_amount from revenue_movements
                    where revenue_movements.client_id = churn_events.client_id and kind = 'churn'
                      and effective_on = churned_on)
                """);
        nothing(
                """
                select client_id from contracts
                where type in ('new', 'renewal') and not exists (select from renewals
                    where (renewals.client_id, renewals.contract_id)
                        = (contracts.client_id, contracts.contract_id))
                """);
        nothing(
                """
                select client_id from renewals join clients using (client_id)
                where closed_on is null and current_arr_amount <> contract_value
                """);
        nothing(
                """
                select r.client_id from renewals r
                join contracts c on c.client_id = r.client_id and c.contract_id = r.new_contract_id
                where c.value <> r.outcome_arr_amount or c.start_date <= r.closed_on
                """);
        nothing(
                """
                select client_id from (
                    select client_id, sum(arr_delta_amount) over (
                        partition by client_id order by effective_on, movement_id) as arr,
                        kind, row_number() over (partition by client_id order by effective_on, movement_id)
                    from revenue_movements) l
                where arr < 0 or (kind = 'churn') <> (arr = 0) or (kind = 'new') <> (row_number = 1)
                """);
        nothing(
                """
                select client_id from contracts left join lateral (
                    select to_status from payment_status_changes p
                    where (p.client_id, p.contract_id) = (contracts.client_id, contracts.contract_id)
                    order by changed_at desc limit 1) last on true
                where payment_status <> coalesce(to_status, 'current')
                """);
    }

    @Test
    void rollupsOfUsageAgreeWithEachOther() {
        nothing(
                """
                select client_id, day from
                    (select client_id, day, sum(event_count) e, sum(minutes) m
                     from usage_daily_users group by 1, 2) u
                full join
                    (select client_id, day, sum(event_count) e, sum(minutes) m
                     from usage_daily_features group by 1, 2) f using (client_id, day)
                where u.e is distinct from f.e or u.m is distinct from f.m
                """);
        nothing(
                """
                select client_id, day from
                    (select client_id, day, sum(event_count) e, sum(feature_count) n
                     from usage_daily_users group by 1, 2) u
                join
                    (select client_id, day, sum(user_count) n
                     from usage_daily_features group by 1, 2) f using (client_id, day)
                where u.n <> f.n
                """);
        nothing(
                """
                select client_id, feature_key from
                    (select client_id, feature_key, sum(event_count) e, sum(use_day_count) n,
                            min(first_used_on) a, max(last_used_on) z
                     from usage_user_features group by 1, 2) u
                full join
                    (select client_id, feature_key, sum(event_count) e, sum(user_count) n,
                            min(day) a, max(day) z
                     from usage_daily_features group by 1, 2) f using (client_id, feature_key)
                where (u.e, u.n, u.a, u.z) is distinct from (f.e, f.n, f.a, f.z)
                """);
        nothing(
                """
                select client_id, user_key from product_users
                full join
                    (select client_id, user_key, min(day) a, max(day) z, sum(event_count) e
                     from usage_daily_users group by 1, 2) d using (client_id, user_key)
                full join
                    (select client_id, user_key, min(first_used_on) a, max(last_used_on) z,
                            sum(event_count) e
                     from usage_user_features group by 1, 2) f using (client_id, user_key)
                where (first_seen_on, last_seen_on) is distinct from (d.a, d.z)
                   or (d.a, d.z, d.e) is distinct from (f.a, f.z, f.e)
                """);
        nothing(
                """
                select client_id from usage_user_features
                where (adopted_on is null) <> (use_day_count < 3)
                   or not adopted_on between first_used_on + 2 and last_used_on
                   or last_used_on - first_used_on + 1 < use_day_count
                """);
        nothing(
                """
                select client_id, day from
                    (select client_id, (hour_start at time zone 'UTC')::date as day, sum(event_count) e
                     from usage_hourly group by 1, 2) h
                full join
                    (select client_id, day, sum(event_count) e from usage_daily_users
                     where day >= date '2026-07-01' - 30 group by 1, 2) d using (client_id, day)
                where h.e is distinct from d.e
                """);
        nothing(
                """
                select client_id, feature_key from usage_user_features
                join features on key = feature_key where first_used_on < released_on
                """);
    }

    /** So `usage rebuild` finds nothing to correct, and one more event of a day changes only that event's part. */
    @Test
    void theEventsThatAreThereMakeTheRollupsOfTheirDays() throws Exception {
        try (TestDatabase small = TestDatabase.create()) {
            DemoCompany.fill(
                    small.ownerDataSource(),
                    new DemoOptions(OPTIONS.seed(), FEW, OPTIONS.days(), TODAY));
            UsageRollups rollups =
                    new UsageRollups(
                            small.database(),
                            ClientAnswers.unkept(),
                            Clock.fixed(
                                    TODAY.atStartOfDay(ZoneOffset.UTC).toInstant(),
                                    ZoneOffset.UTC));
            UsageRebuild.Rebuilt rebuilt =
                    new UsageRebuild(small.database(), rollups)
                            .rebuild(TODAY.minusDays(30), TODAY, null);
            assertThat(rebuilt.dayCount()).isPositive();
            assertThat(rebuilt.differedCount()).isZero();
        }
    }

    @Test
    void ticketsKeepTheSlaClock() {
        nothing(
                """
                select ticket_id from tickets
                where (first_response_breached_at is not null)
                        <> (coalesce(first_response_at, timestamptz '2026-07-01Z') > first_response_due_at)
                   or status <> 'waiting_on_customer' and (resolution_breached_at is not null)
                        <> (coalesce(resolved_at, timestamptz '2026-07-01Z') > resolution_due_at)
                   or first_response_at < opened_at or resolved_at < first_response_at
                   or (resolved_at is null) <> (status not in ('resolved', 'closed'))
                """);
        nothing(
                """
                select ticket_id from tickets t
                where status <> (select to_status from ticket_status_changes c
                    where (c.client_id, c.ticket_id) = (t.client_id, t.ticket_id)
                    order by at desc limit 1)
                """);
    }

    @Test
    void nothingLiesAheadOrHappensAfterAClientHasLeft() {
        Map<String, String> instants =
                Map.of(
                        "timeline_events", "occurred_at",
                        "touchpoints", "occurred_at",
                        "tickets", "opened_at",
                        "ticket_status_changes", "at",
                        "survey_responses", "responded_at",
                        "payment_status_changes", "changed_at",
                        "opportunity_stage_changes", "changed_at",
                        "escalation_updates", "at");
        instants.forEach(
                (table, column) ->
                        nothing(
                                "select client_id from %s where %s >= timestamptz '2026-07-01Z'"
                                        .formatted(table, column)));
        nothing(
                """
                select client_id from clients where last_engagement_at >= timestamptz '2026-07-01Z'
                """);
        nothing(
                """
                select client_id from churn_events join usage_daily_users using (client_id)
                where day >= churned_on
                """);
        nothing(
                """
                select client_id from lifecycle_transitions join (
                    select client_id, changed_at, lag(to_stage) over (
                        partition by client_id order by changed_at) as stage_before
                    from lifecycle_transitions) l using (client_id, changed_at)
                where from_stage is distinct from stage_before
                """);
        nothing(
                """
                select client_id from clients
                where lifecycle_stage <> (select to_stage from lifecycle_transitions l
                    where l.client_id = clients.client_id order by changed_at desc limit 1)
                """);
    }

    @Test
    void mailsTellWhatTheirEventsTellAndAutomationsWhatTheyDo() {
        nothing(
                """
                with told as (
                    select client_id, message_id, bool_or(type = 'delivered') as is_delivered,
                        min(at) filter (where type = 'opened') as first_opened_at, bool_or(type = 'clicked') as is_clicked,
                        bool_or(type = 'bounced') as is_bounced
                    from email_events
                    group by client_id, message_id)
                select m.message_id
                from email_messages m
                left join told t using (client_id, message_id)
                where (m.is_taken, m.is_delivered, m.is_clicked, m.is_bounced) is distinct from
                        (t.message_id is not null, coalesce(t.is_delivered, false), coalesce(t.is_clicked, false),
                            coalesce(t.is_bounced, false))
                    or m.first_opened_at is distinct from t.first_opened_at
                """);
        assertThat(
                        names(
                                "select distinct template_type || ' ' || message_class from"
                                        + " email_campaigns"))
                .containsExactlyInAnyOrder("product_update marketing", "newsletter newsletter");
        assertThat(
                        names(
                                """
                                select concat_ws(' ', trigger ->> 'type', trigger ->> 'event', actions -> 0 ->> 'due_in_days',
                                    actions -> 0 ->> 'priority')
                                from automations
                                where kind = 'communication'
                                """))
                .containsExactly("event_based nps_detractor 3 medium");
    }

    @Test
    void lastEngagementIsTheLatestOfAllThatCounts() {
        nothing(
                """
                select client_id from clients c
                where last_engagement_at is distinct from greatest(
                    (select max(occurred_at) from touchpoints t where t.client_id = c.client_id),
                    (select max(received_at) from feedback f where f.client_id = c.client_id),
                    (select max(opened_at) from tickets t where t.client_id = c.client_id),
                    (select max(at) from ticket_comments t
                     where t.client_id = c.client_id and author_type = 'customer'),
                    (select max(responded_at) from survey_responses r where r.client_id = c.client_id),
                    (select max(day) at time zone 'UTC' + interval '17 hours'
                     from usage_daily_users u where u.client_id = c.client_id))
                """);
    }

    @Test
    void eachOfTheThreeWellKnownCompaniesHasAStory() {
        assertThat(
                        names(
                                """
                                select name from clients join renewals using (client_id)
                                where closed_on is null and renewals.renewal_date - date '2026-07-01'
                                    between 0 and 60 and tags = '{showcase}'
                                """))
                .containsExactly("Globex Ltd");
        assertThat(
                        names(
                                """
                                select clients.name from clients join onboarding_plans p using (client_id)
                                where p.status = 'active' and tags = '{showcase}'
                                """))
                .containsExactly("Initech");
        assertThat(names("select lifecycle_stage from clients where name = 'Acme Corp'"))
                .containsAnyOf("active", "expansion");
    }

    /** The hidden trouble is recomputed from the seed and compared with what the tables show. */
    @Test
    void clientsInTroubleUseLessAskMoreAnswerWorseAndLeaveMore() {
        filled.jdbi()
                .useHandle(
                        handle -> {
                            handle.execute(
                                    "create table latent (client_id text, ends date, troubled"
                                            + " boolean)");
                            var insert = handle.prepareBatch("insert into latent values (?, ?, ?)");
                            IntStream.range(0, OPTIONS.clients())
                                    .mapToObj(number -> Account.of(OPTIONS, number))
                                    .forEach(
                                            account -> {
                                                LocalDate ends = lastDay(account.id());
                                                insert.add(
                                                        account.id(),
                                                        ends,
                                                        new Latent(OPTIONS, account)
                                                                .isInTrouble(ends));
                                            });
                            insert.execute();
                        });
        assertThat(count(filled, "select count(*) from latent where troubled")).isGreaterThan(15);
        assertThat(
                        ratio(
                                """
                                (select coalesce(sum(event_count), 0)::numeric from usage_daily_users u
                                 where u.client_id = l.client_id and day > ends - 45)
                                / (select sum(included_users) from contracts c
                                   where c.client_id = l.client_id
                                     and ends between start_date and end_date)
                                """))
                .as("events per seat")
                .isLessThan(0.75);
        assertThat(
                        ratio(
                                """
                                (select count(*) from tickets t
                                 where t.client_id = l.client_id and opened_at > ends - 45)
                                """))
                .as("tickets")
                .isGreaterThan(1.5);
        assertThat(
                        ratio(
                                """
                                (select avg(score) from survey_responses s
                                 where s.client_id = l.client_id and kind = 'nps'
                                   and responded_at > ends - 120)
                                """))
                .as("NPS scores")
                .isLessThan(0.8);
        assertThat(
                        ratio(
                                """
                                (select count(answered_at)::numeric / nullif(count(*), 0)
                                 from touchpoints t
                                 where t.client_id = l.client_id and direction = 'outbound'
                                   and occurred_at > ends - 120)
                                """))
                .as("answered touchpoints")
                .isLessThan(0.8);
        assertThat(
                        ratio(
                                """
                                (select count(*) from payment_status_changes p
                                 where p.client_id = l.client_id and to_status = 'late'
                                   and changed_at > ends - 120)
                                """))
                .as("late payments")
                .isGreaterThan(1.5);
        assertThat(
                        ratio(
                                """
                                (select count(*) from churn_events e where e.client_id = l.client_id)
                                """))
                .as("churn")
                .isGreaterThan(3);
    }

    @Test
    void aLongerHistoryHasUseAndChurnOfLongAgo() throws Exception {
        try (TestDatabase four = TestDatabase.create()) {
            DemoCompany.fill(
                    four.ownerDataSource(), new DemoOptions(OPTIONS.seed(), 60, 1_460, TODAY));
            assertThat(
                            count(
                                    four,
                                    """
                                    select count(distinct client_id) from usage_daily_users
                                    where day < date '2026-07-01' - 800
                                    """))
                    .isGreaterThan(20);
            assertThat(
                            count(
                                    four,
                                    """
                                    select count(*) from churn_events e where churned_on < date '2026-07-01' - 730
                                      and exists (select from usage_daily_users u
                                          where u.client_id = e.client_id and day < churned_on)
                                    """))
                    .isPositive();
        }
    }

    @Test
    void aDatabaseWithClientsIsLeftAlone() {
        assertThatThrownBy(() -> DemoCompany.fill(filled.ownerDataSource(), OPTIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already has clients");
        assertThat(count(filled, "select count(*) from clients")).isEqualTo(200);
    }

    private static LocalDate lastDay(String clientId) {
        return filled.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select coalesce(max(churned_on), :today) - 1 from"
                                                        + " churn_events where client_id = :id")
                                        .bind("today", TODAY)
                                        .bind("id", clientId)
                                        .mapTo(LocalDate.class)
                                        .one());
    }

    /** Returns the mean of an expression over the clients in trouble, divided by that over the others. */
    private static double ratio(String expression) {
        return filled.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select avg(%1$s) filter (where troubled) / avg(%1$s) filter (where not troubled) from latent l"
                                                        .formatted(expression))
                                        .mapTo(Double.class)
                                        .one());
    }

    /** Returns the number of rows of each table, and a digest of them that does not depend on their order. */
    private static Map<String, String> contents(TestDatabase database, String condition) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Table table : Table.values()) {
            boolean shared = table.compareTo(Table.CLIENT_NAMES) < 0;
            String owned =
                    table == Table.EMAIL_SUPPRESSIONS
                            ? "email in (select email from contacts where " + condition + ")"
                            : condition;
            String sql =
                    "select count(*) || ' ' || sum(hashtextextended(t::text, 0)) from %s t where %s"
                            .formatted(table.wire(), shared ? "true" : owned);
            digests.put(table.wire(), names(database, sql).getFirst());
        }
        return digests;
    }

    private static void nothing(String sql) {
        assertThat(names(sql)).as(sql).isEmpty();
    }

    private static List<String> names(String sql) {
        return company.names(sql);
    }

    private static List<String> names(TestDatabase database, String sql) {
        return database.texts(sql);
    }

    private static long count(TestDatabase database, String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
