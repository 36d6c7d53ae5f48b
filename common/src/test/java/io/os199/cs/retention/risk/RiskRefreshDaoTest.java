package io.os199.cs.retention.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The nightly run, on the clients of the worked examples. */
class RiskRefreshDaoTest {
    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final TestDatabase database = TestDatabase.create(clock);
    private final RiskRefresh refresh =
            new RiskRefresh(new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);

    @BeforeEach
    void arrange() {
        database.jdbi().useHandle(RetentionScenes::acme);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void storesWhatTheModelSaysAndWhichSignsStand() {
        JsonNode result = run(RetentionScenes.TODAY);

        assertThat(result.path("client_count").intValue()).isEqualTo(1);
        assertThat(result.path("level_change_count").intValue()).isEqualTo(1);
        assertThat(number("select churn_probability from clients")).isCloseTo(0.5909, within(5e-5));
        assertThat(number("select probability from churn_predictions"))
                .isCloseTo(0.5909, within(5e-5));
        assertThat(
                        number(
                                "select probability_in_window - probability_off_window from"
                                        + " churn_predictions"))
                .isGreaterThan(0.3);
        assertThat(number("select jsonb_array_length(contributions) from churn_predictions"))
                .isEqualTo(15);
        assertThat(rows("select churn_risk_level from clients")).containsExactly("critical");
        assertThat(open())
                .containsExactly(
                        "risk.aged_urgent_ticket high",
                        "risk.health_low high",
                        "risk.no_touch medium",
                        "risk.open_escalation high",
                        "risk.seats_idle medium",
                        "risk.usage_drop high");
        assertThat(rows("select title from timeline_events where type = 'risk' order by title"))
                .containsExactly(
                        "Churn risk is critical",
                        "Sign of risk: aged urgent ticket",
                        "Sign of risk: health low",
                        "Sign of risk: open escalation",
                        "Sign of risk: usage drop");
        assertThat(rows("select name || ' ' || client_count from refresh_runs"))
                .containsExactly("risk 1");
    }

    @Test
    void aRunAgainOnTheSameDayReplacesItsOwnRowsAndTellsNothingTwice() {
        run(RetentionScenes.TODAY);
        List<String> told = rows("select event_id from timeline_events order by 1");
        run(RetentionScenes.TODAY);
        assertThat(number("select count(*) from churn_predictions")).isEqualTo(1);
        assertThat(open()).hasSize(6);
        assertThat(rows("select event_id from timeline_events order by 1")).isEqualTo(told);
    }

    @Test
    void anEpisodeGoesOnUntilItsSignIsOver() {
        run(RetentionScenes.TODAY);
        // 45 users are seen instead of 35: with 0.45 of the seats in use the sign would not begin,
        // but it does not
        // end either.
        use(45);
        clock.advance(Duration.ofDays(1));
        run(RetentionScenes.TODAY.plusDays(1));
        assertThat(open()).contains("risk.seats_idle medium");

        use(60);
        clock.advance(Duration.ofDays(1));
        run(RetentionScenes.TODAY.plusDays(2));
        assertThat(open()).doesNotContain("risk.seats_idle medium", "risk.usage_drop high");
        assertThat(
                        number(
                                "select count(*) from risk_indicators where indicator_key ="
                                        + " 'risk.seats_idle'"))
                .isEqualTo(1);
        assertThat(rows("select title from timeline_events where title like '%over%'"))
                .contains("Sign of risk is over: usage drop");
    }

    /** Escalations that are over, and minor ones, count only in the model's load. */
    @Test
    void anOpenEscalationSaysHowManyGraveOnesAreOpen() {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                                            acknowledge_due_at, due_at, status, resolved_at, root_cause, resolution_text)
                                        select client_id, id, grade, title, opened_by, opened_at, acknowledge_due_at, due_at,
                                            case when is_over then 'resolved' else status end,
                                            case when is_over then timestamptz '2026-06-25 09:00Z' end,
                                            case when is_over then 'other' end, case when is_over then 'Done' end
                                        from escalations
                                        cross join (values ('escalation_2', 'critical', false), ('escalation_3', 'critical', true),
                                            ('escalation_4', 'low', false)) more (id, grade, is_over)
                                        """));
        run(RetentionScenes.TODAY);
        assertThat(open()).contains("risk.open_escalation critical");
        assertThat(
                        number(
                                "select value from risk_indicators where indicator_key ="
                                        + " 'risk.open_escalation'"))
                .isEqualTo(2);
        assertThat(
                        number(
                                """
                                select exp((each ->> 'value')::double precision) - 1
                                from churn_predictions cross join jsonb_array_elements(contributions) each
                                where each ->> 'feature' = 'escalation_load_log'
                                """))
                .isCloseTo(10.5, within(1e-6));
    }

    @Test
    void anUrgentTicketIsOldFromTheFirstMinutesAfterFiveDays() {
        database.execute("update tickets set opened_at = '2026-06-26 00:00Z'");
        run(RetentionScenes.TODAY);
        assertThat(open()).doesNotContain("risk.aged_urgent_ticket high");

        database.execute("update tickets set opened_at = '2026-06-25 23:30Z'");
        run(RetentionScenes.TODAY);
        assertThat(open()).contains("risk.aged_urgent_ticket high");
        assertThat(
                        number(
                                "select value from risk_indicators where indicator_key ="
                                        + " 'risk.aged_urgent_ticket'"))
                .isCloseTo(5.0208, within(5e-5));
    }

    /** The last day of use always lies within the 90 days before the silence, however long ago it was. */
    @Test
    void whoeverUsedItOnceIsInactiveHoweverLongAgoThatWas() {
        database.jdbi().useHandle(db -> db.execute("delete from usage_daily_users"));
        run(RetentionScenes.TODAY);
        assertThat(open()).doesNotContain("risk.inactive critical");

        database.jdbi()
                .useHandle(
                        db ->
                                RetentionScenes.use(
                                        db,
                                        RetentionScenes.ACME,
                                        RetentionScenes.TODAY.minusDays(118),
                                        5,
                                        5,
                                        0));
        run(RetentionScenes.TODAY);
        assertThat(open()).contains("risk.inactive critical");
        assertThat(
                        number(
                                "select value from risk_indicators where indicator_key ="
                                        + " 'risk.inactive'"))
                .isEqualTo(119);
    }

    private void use(int users) {
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        """
                                        insert into usage_daily_users (client_id, day, user_key, event_count)
                                        select ?, date '2026-06-30' - n / ?, 'u' || (n % ?), 5
                                        from generate_series(0, ? * 4 - 1) n
                                        on conflict do nothing
                                        """,
                                        RetentionScenes.ACME, users, users, users));
    }

    private JsonNode run(LocalDate day) {
        return database.database()
                .write(
                        tx -> {
                            JobOrder order = RiskRefresh.nightly(tx, day);
                            Instant now = clock.instant();
                            RunningJob job =
                                    new RunningJob(
                                            "job_1",
                                            order.tool(),
                                            "system",
                                            order.arguments(),
                                            now);
                            JsonNode chunk =
                                    refresh.work(
                                            tx, job, new JobChunk(0, "client_", "client_~", 1));
                            return refresh.finish(tx, job, List.of(chunk));
                        });
    }

    private List<String> open() {
        return rows(
                "select indicator_key || ' ' || severity from risk_indicators where resolved_at is"
                        + " null order by indicator_key");
    }

    private List<String> rows(String sql) {
        return database.texts(sql);
    }

    private double number(String sql) {
        return database.jdbi().withHandle(db -> db.createQuery(sql).mapTo(Double.class).one());
    }
}
