package io.os199.cs.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.os199.cs.platform.config.RetentionConfig;
import io.os199.cs.platform.database.Expiry;
import io.os199.cs.support.SupportRetention;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Period;
import java.util.List;

/** What is left of rows on either side of the day until which they are kept. */
class RowRetentionDaoTest {
    private final TestDatabase server = TestDatabase.create();
    private final TestClock clock = new TestClock("2026-07-15T01:20:00Z");

    @BeforeEach
    void plant() {
        server.execute(
                "insert into client_names (client_id, name) values ('acme', 'Acme')",
                "insert into clients (client_id, name, company_name) values ('acme', 'Acme',"
                        + " 'Acme')");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void run(RetentionConfig config) {
        RowRetention.of(server.database(), config, clock).run();
    }

    private void runAsUsual() {
        run(RetentionConfig.usual());
    }

    private void mail(String messageId, String status, String createdAt) {
        server.execute(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, token_values,
                    status, next_attempt_at, created_at, is_clicked)
                values ('acme', '%1$s', 'mailing_1', '%1$s@example.com', 'Hello Ana', '{"first_name": "Ana"}', '%2$s', '%3$s',
                    '%3$s', true)
                """
                        .formatted(messageId, status, createdAt));
    }

    @Test
    void mailsLoseTheirWordsAndEventsAndKeepWhatIsCounted() {
        server.execute(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text,
                    sender_email, target)
                values ('mailing_1', 'News', 'product_update', 'marketing', 'Hello', 'Hello', 'us@example.com', '{}')
                """);
        mail("old", "clicked", "2024-06-15T01:19:59.999999Z");
        mail("waiting", "queued", "2024-06-15T01:19:59Z");
        mail("kept", "clicked", "2024-06-15T01:20:00Z");
        server.execute(
                """
                insert into email_events (client_id, message_id, provider_event_id, at, type)
                values ('acme', 'old', 'e1', '2024-06-15T01:19:59.999999Z', 'clicked'),
                    ('acme', 'old', 'e2', '2024-06-15T01:20:00Z', 'clicked')
                """,
                """
                insert into staff_mails (mail_id, recipient_email, subject, body_text, ref_table, ref_id, status,
                    next_attempt_at, updated_at)
                values ('m1', 'us@example.com', 'a', 'b', 'insights', 'i', 'sent', now(), '2026-06-15T01:19:59Z'),
                    ('m2', 'us@example.com', 'a', 'b', 'insights', 'i', 'queued', now(), '2026-06-15T01:19:59Z'),
                    ('m3', 'us@example.com', 'a', 'b', 'insights', 'i', 'failed', now(), '2026-06-15T01:20:00Z')
                """);
        runAsUsual();
        assertThat(server.texts("select provider_event_id from email_events"))
                .containsExactly("e2");
        assertThat(
                        server.texts(
                                """
                                select concat_ws(' ', message_id, status, subject, token_values, is_clicked, contact_email)
                                from email_messages order by message_id
                                """))
                .containsExactly(
                        "kept clicked Hello Ana {\"first_name\": \"Ana\"} t kept@example.com",
                        "old clicked  {} t old@example.com",
                        "waiting queued Hello Ana {\"first_name\": \"Ana\"} t waiting@example.com");
        assertThat(server.texts("select mail_id from staff_mails order by mail_id"))
                .containsExactly("m2", "m3");
    }

    @Test
    void runsGoWithTheirActionsOnceTheyAreOver() {
        server.execute(
                """
                insert into automations (automation_id, kind, name, trigger_type, actions)
                values ('auto_1', 'communication', 'Welcome', 'milestone', '[]'),
                    ('auto_2', 'retention', 'Champion', 'champion_left', '[]')
                """,
                """
                insert into automation_runs (client_id, run_id, automation_id, occurrence_key, triggered_at, due_at, status)
                select 'acme', run_id, case run_id when 'done' then 'auto_2' else 'auto_1' end, run_id, cast(at as timestamptz), now(), status
                from (values ('done', '2020-01-01T00:00:00Z', 'started'), ('old', '2024-06-15T01:19:59Z', 'completed'), ('open', '2024-06-15T01:19:59Z', 'running'),
                    ('kept', '2024-06-15T01:20:00Z', 'failed')) as r (run_id, at, status)
                """,
                """
                insert into automation_run_actions (client_id, run_id, action_no, type)
                select client_id, run_id, no, 'create_task' from automation_runs, generate_series(1, 2) as no
                """);
        runAsUsual();
        assertThat(server.texts("select run_id from automation_runs order by run_id"))
                .containsExactly("done", "kept", "open");
        assertThat(
                        server.texts(
                                "select distinct run_id from automation_run_actions order by"
                                        + " run_id"))
                .containsExactly("done", "kept", "open");
        server.execute("update clients set status = 'churned'");
        runAsUsual();
        assertThat(server.texts("select run_id from automation_runs order by run_id"))
                .containsExactly("kept", "open");
    }

    @Test
    void whatWasLookedForAndLookedAtGoes() {
        server.execute(
                "insert into portal_visits (client_id, day) values ('acme', '2024-06-14'), ('acme',"
                        + " '2024-06-15')",
                """
                insert into portal_resources (client_id, resource_id, type, title, url, added_at)
                values ('acme', 'r1', 'documentation', 'Guide', 'https://example.com', now())
                """,
                """
                insert into portal_resource_views (client_id, day, resource_id)
                values ('acme', '2024-06-14', 'r1'), ('acme', '2024-06-15', 'r1')
                """,
                """
                insert into kb_searches (search_id, at, query, source)
                values ('old', '2025-05-15T01:19:59Z', 'login', 'assistant'), ('kept', '2025-05-15T01:20:00Z', 'login', 'assistant')
                """);
        runAsUsual();
        assertThat(server.texts("select day from portal_visits")).containsExactly("2024-06-15");
        assertThat(server.texts("select day from portal_resource_views"))
                .containsExactly("2024-06-15");
        assertThat(server.texts("select search_id from kb_searches")).containsExactly("kept");
    }

    private void predicted(String from, String to) {
        server.execute(
                """
                insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, coverage, calibration,
                    contributions)
                select 'acme', day, day, (select max(model_version) from scoring_models where model_id = 'churn'), 1,
                    'none', '[]'
                from generate_series(timestamp '%s', timestamp '%s', interval '1 day') as day
                """
                        .formatted(from, to));
    }

    /** 400 days earlier is 10 June 2025. */
    @Test
    void ofOldPredictionsTheLastOfEachMonthStays() {
        predicted("2025-03-28", "2025-04-03");
        predicted("2025-04-29", "2025-04-29");
        predicted("2025-06-08", "2025-06-12");
        runAsUsual();
        assertThat(server.texts("select predicted_on from churn_predictions order by predicted_on"))
                .containsExactly(
                        "2025-03-31", "2025-04-29", "2025-06-10", "2025-06-11", "2025-06-12");
        runAsUsual();
        assertThat(server.texts("select predicted_on from churn_predictions")).hasSize(5);
    }

    @Test
    void forecastsGoAndZeroMonthsAreForEver() {
        server.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier)
                values ('acme', 'c1', 'new', 1000, '2020-01-01', '2021-01-01', 'starter')
                """,
                """
                insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount)
                values ('acme', 'c1', '2021-01-01', now(), 1000) on conflict do nothing
                """,
                """
                insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, amount,
                    current_arr_amount, weight_basis)
                select 'acme', 'c1', day, day, 'upcoming', 1000, 1000, 'stage'
                from (values (date '2021-07-14'), (date '2021-07-15')) as d (day)
                """);
        run(new RetentionConfig(14, 0, 0, 0, 0, 0, 0));
        assertThat(server.texts("select forecast_on from renewal_forecasts")).hasSize(2);
        runAsUsual();
        assertThat(server.texts("select forecast_on from renewal_forecasts"))
                .containsExactly("2021-07-15");
    }

    @Test
    void moreThanABatchGoesAndOneFailureKeepsNothingElse() {
        server.execute(
                """
                insert into kb_searches (search_id, at, query, source)
                select 's' || i, '2024-01-01T00:00:00Z', 'login', 'assistant'
                from generate_series(1, 2 * %d) as i
                """
                        .formatted(Expiry.AT_ONCE));
        Expiry broken =
                new Expiry(
                        "broken",
                        Period.ofDays(1),
                        (tx, before, most) -> {
                            throw new IllegalStateException("as planted");
                        });
        List<Expiry> all = List.of(broken, SupportRetention.of(25, 14).getLast());
        assertThatThrownBy(() -> new RowRetention(server.database(), all, clock).run())
                .hasMessage("as planted");
        assertThat(server.texts("select search_id from kb_searches")).isEmpty();
    }
}
