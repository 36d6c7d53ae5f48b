package io.os199.cs.api.tools.feedback;

import static io.os199.cs.api.tools.feedback.VoiceFixture.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.feedback.voice.program.VoiceProgramReport;
import io.os199.cs.platform.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the program works, by {@code manage_voice_of_customer}: each figure, and the advice at its bounds. */
class VoiceProgramTest {
    private static final String MEASURE = "measure_program_effectiveness";

    private final VoiceFixture voice = new VoiceFixture();
    private final FeedbackFixture on = voice.on;

    @AfterEach
    void close() {
        voice.close();
    }

    @Test
    void ratesAreOfWhatWasReceived() {
        voice.item("a", 3, "low", "new");
        voice.item("a", 4, "low", "triaged");
        decided(voice.item("b", 20, "low", "planned"), 5);
        decided(voice.item("b", 20, "low", "shipped"), 10);
        decided(voice.item("b", 20, "low", "declined"), 2);
        voice.closed("b", 20, 3);
        on.execute("update feedback set source = 'call' where client_id = 'client_b'");
        // The period before: one was decided then, one only now.
        decided(voice.item("a", 40, "low", "planned"), 2);
        decided(voice.item("a", 40, "low", "planned"), 30);
        // Closed at an unknown time, but not before the decision.
        decided(voice.item("a", 40, "low", "closed"), 2);
        decided(voice.item("a", 40, "low", "closed"), 30);
        JsonNode answer = voice.job(MEASURE, "");
        assertThat(Json.tree(Json.read(answer.toString(), VoiceProgramReport.class)))
                .isEqualTo(answer);
        JsonNode metrics = answer.path("metrics");
        assertThat(rate(metrics, "coverage_rate")).isEqualTo("2/3 -");
        assertThat(rate(metrics, "decision_rate")).isEqualTo("4/6 0.6667");
        assertThat(rate(metrics, "shipped_rate")).isEqualTo("1/6 0.1667");
        assertThat(rate(metrics, "closure_rate")).isEqualTo("1/6 0.1667");
        assertThat(rate(metrics, "within_target_rate")).isEqualTo("1/1 -");
        assertThat(rate(metrics, "response_rate")).isEqualTo("0/0 -");
        assertThat(metrics.at("/decision_rate/small_sample").asBoolean()).isTrue();
        // Kaplan–Meier over 2, 3, 5, 10 decided and 3, 4 open: at 5 there are 3 of 6 left.
        assertThat(metrics.at("/median_days_to_decision/median_days").asInt()).isEqualTo(5);
        assertThat(metrics.at("/median_days_to_decision/reached_count").asInt()).isEqualTo(4);
        assertThat(rate(answer.path("previous"), "decision_rate")).isEqualTo("2/4 -");
        assertThat(rate(answer.path("previous"), "closure_rate")).isEqualTo("1/4 -");
        JsonNode then = voice.job(MEASURE, "'as_of': '2026-05-31'");
        assertThat(rate(then.path("metrics"), "closure_rate")).isEqualTo("1/4 -");
        assertThat(rate(then.at("/by_source/0"), "closure_rate")).isEqualTo("1/4 -");
        assertThat(answer.path("by_source").findValuesAsText("source"))
                .containsExactly("call", "email");
        assertThat(rate(answer.at("/by_source/0"), "decision_rate")).isEqualTo("4/4 -");
        assertThat(answer.at("/evidence/item_count").asInt()).isEqualTo(6);
        assertThat(answer.at("/evidence/previous_period/period_start").asText())
                .isEqualTo("2026-05-02");
        assertThat(answer.path("data_gaps").findValuesAsText("reason"))
                .contains("small_sample", "no_surveys_sent");
    }

    /**
     * As of 2026-06-19: what was decided then and shipped since, and clients that have left since or were back by
     * then.
     */
    @Test
    void aPastDayIsAsItWasKnownThen() {
        String planned = decided(voice.item("a", 20, "low", "planned"), 2);
        String shipped = decided(voice.item("a", 20, "low", "planned"), 2);
        voice.item("b", 20, "low", "new");
        on.execute("update feedback set updated_at = received_at + interval '2 days'");
        String past = "'as_of': '2026-06-19'";
        JsonNode then = voice.job(MEASURE, past);
        assertThat(rate(then.path("metrics"), "coverage_rate")).isEqualTo("2/3 -");
        assertThat(rate(then.path("metrics"), "shipped_rate")).isEqualTo("0/3 -");

        voice.ok(
                "update_customer_roadmap",
                "'title': 'Exports', 'roadmap_status': 'shipped', 'feedback_ids': ['%s']"
                        .formatted(planned));
        on.execute(
                """
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount, created_at) values
                    ('client_b', '2026-06-20', 'price', 0, '2026-06-20T08:00:00Z'),
                    ('client_c', '2026-06-19', 'price', 0, '2026-06-19T08:00:00Z');
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, actor) values
                    ('client_c', '2026-06-19T09:00:00Z', 'churned', 'onboarding', 'kim');
                update clients set status = 'churned' where client_id = 'client_b'
                """);
        JsonNode since = voice.job(MEASURE, past);
        assertThat(since.path("metrics")).isEqualTo(then.path("metrics"));
        assertThat(since.path("data_gaps")).isEqualTo(then.path("data_gaps"));
        JsonNode today = voice.job(MEASURE, "").path("metrics");
        assertThat(rate(today, "coverage_rate")).isEqualTo("1/2 -");
        assertThat(rate(today, "shipped_rate")).isEqualTo("1/3 -");

        // Shipped without the roadmap, at an unknown time.
        on.execute(
                "update feedback set status = 'shipped', updated_at = '2026-06-30T09:00:00Z' where"
                        + " feedback_id = '"
                        + shipped
                        + "'");
        JsonNode undated = voice.job(MEASURE, past);
        assertThat(rate(undated.path("metrics"), "shipped_rate")).isEqualTo("1/3 -");
        assertThat(undated.path("data_gaps").findValuesAsText("reason")).contains("as_of_past");
        assertThat(voice.job(MEASURE, "").path("data_gaps").findValuesAsText("reason"))
                .doesNotContain("as_of_past");
    }

    @Test
    void peopleAnswerBeforeAndAfterTheirLoopWasClosed() {
        int[][] scores = {{5, 8}, {6, 9}, {4, 5}, {7, 7}, {3, 9}};
        for (int n = 0; n < scores.length; n++) {
            voice.said(voice.closed("a", 80, 20), n + "@a.example");
            answer(n + "@a.example", scores[n][0] - 3, "2026-02-01");
            answer(n + "@a.example", scores[n][0], "2026-04-20");
            answer(n + "@a.example", scores[n][1], "2026-05-10");
            answer(n + "@a.example", 0, "2026-06-20");
        }
        // An answer on the day itself does not count as after, and one 181 days before is too old.
        voice.said(voice.closed("a", 80, 20), "day@a.example");
        answer("day@a.example", 1, "2026-04-20");
        answer("day@a.example", 10, "2026-05-01");
        voice.said(voice.closed("a", 80, 20), "old@a.example");
        answer("old@a.example", 1, "2025-10-30");
        answer("old@a.example", 10, "2026-05-10");
        JsonNode pairs = voice.job(MEASURE, "'report_type': 'quarterly'").path("nps_after_closure");
        assertThat(pairs.path("pair_count").asInt()).isEqualTo(5);
        assertThat(pairs.path("mean_before").asText()).isEqualTo("5.00");
        assertThat(pairs.path("mean_after").asText()).isEqualTo("7.60");
        // Changes 3, 3, 1, 0, 6: mean 2.6, s 2.3022; t(0.975, 4) = 2.7764: 2.6 ± 2.8585.
        assertThat(pairs.path("mean_change").asText()).isEqualTo("2.60");
        assertThat(pairs.path("interval_low").asText()).isEqualTo("-0.26");
        assertThat(pairs.path("interval_high").asText()).isEqualTo("5.46");
        assertThat(pairs.path("interval_method").asText()).isEqualTo("student");
        on.execute("delete from survey_responses where contact_email = '4@a.example'");
        JsonNode four = voice.job(MEASURE, "'report_type': 'quarterly'");
        assertThat(four.at("/nps_after_closure/pair_count").asInt()).isEqualTo(4);
        assertThat(four.at("/nps_after_closure").has("mean_change")).isFalse();
        assertThat(four.path("data_gaps").findValuesAsText("field"))
                .contains("nps_after_closure.mean_change");
    }

    @Test
    void adviceComesAtItsBounds() {
        for (int n = 0; n < 5; n++) {
            on.client("x" + n, "Client " + n, "starter");
            on.execute(
                    "insert into revenue_movements (client_id, effective_on, movement_id, kind,"
                            + " arr_delta_amount) values ('client_x%1$d', '2025-01-01', 'mx%1$d', 'new', %2$d)"
                                    .formatted(n, 100 + n));
        }
        String late = voice.item("a", 8, "critical", "new");
        voice.item("b", 14, "high", "new");
        voice.item("c", 3, "low", "shipped");
        for (int n = 0; n < 4; n++) {
            voice.item("a", 61 + n, "low", "new");
        }
        decided(voice.item("a", 66, "low", "planned"), 1);
        sends(20, 3);
        JsonNode answer = voice.job(MEASURE, "");
        assertThat(rules(answer, "recommendations"))
                .containsExactly("VOC-1", "VOC-4", "VOC-2", "VOC-3", "VOC-5");
        JsonNode advice = answer.path("recommendations");
        assertThat(advice.at("/0/because").asText()).startsWith("1 loops");
        assertThat(advice.at("/0/action").asText()).endsWith(late);
        assertThat(advice.at("/2/because").asText())
                .isEqualTo("3 of 8 live clients said anything, 0.3750");
        assertThat(advice.at("/2/action").asText())
                .endsWith("client_x4, client_x3, client_x2, client_x1, client_x0");
        assertThat(advice.at("/3/because").asText())
                .isEqualTo("3 of 20 surveys sent were answered, 0.1500");
        assertThat(advice.at("/4/because").asText())
                .isEqualTo("1 of 5 items are decided after 60 days, 0.2000");
        assertThat(answer.at("/evidence/immature_send_count").asInt()).isEqualTo(20);

        on.execute("delete from survey_sends where contact_email = '20@a.example'");
        on.execute(
                "update clients set status = 'churned' where client_id in ('client_x1',"
                        + " 'client_x2')");
        on.execute(
                "update feedback set status = 'declined', decided_at = received_at where"
                        + " feedback_id = 'feedback_04'");
        on.execute(
                "update feedback set status = 'closed', loop_closed_at = '2026-06-29T08:00:00Z'"
                        + " where feedback_id in ('feedback_01', 'feedback_03')");
        on.execute(
                "update feedback set status = 'declined', decided_at = received_at where"
                        + " feedback_id = 'feedback_05'");
        assertThat(rules(voice.job(MEASURE, ""), "recommendations")).isEmpty();
    }

    @Test
    void anEmptyDeploymentIsToldWhatIsMissing() {
        on.execute("delete from clients");
        JsonNode answer = voice.job(MEASURE, "");
        assertThat(answer.at("/metrics/coverage_rate/n").asInt()).isZero();
        assertThat(answer.path("by_source")).isEmpty();
        assertThat(answer.path("recommendations")).isEmpty();
        assertThat(answer.path("data_gaps").findValuesAsText("field"))
                .contains(
                        "metrics.coverage_rate", "metrics.response_rate", "metrics.decision_rate");
        assertThat(voice.refused(MEASURE, "'client_id': 'x'").path("field").asText())
                .isEqualTo("client_id");
    }

    /** Returns {@code count/n rate}. */
    private static String rate(JsonNode metrics, String name) {
        JsonNode rate = metrics.path(name);
        return "%d/%d %s"
                .formatted(
                        rate.path("count").asInt(),
                        rate.path("n").asInt(),
                        rate.path("rate").asText("-"));
    }

    private String decided(String id, int after) {
        on.execute(
                "update feedback set decided_at = received_at + interval '%d days' where feedback_id = '%s'"
                        .formatted(after, id));
        return id;
    }

    private void answer(String email, int score, String day) {
        on.execute(
                """
                insert into survey_responses (client_id, response_id, kind, score, contact_email, responded_at)
                values ('client_a', 'response_%1$s_%3$s', 'nps', %2$d, '%1$s', '%3$sT10:00:00Z')
                """
                        .formatted(email, Math.max(0, score), day));
    }

    /** Sends surveys to this many people of a client, some of whom answered. */
    private void sends(int count, int answered) {
        on.execute(
                "insert into surveys (survey_id, kind, name, question) values ('survey_1', 'nps',"
                        + " 'n', 'q')");
        on.execute(
                """
                insert into survey_sends (client_id, survey_id, contact_email, sent_on, sent_at)
                select 'client_a', 'survey_1', n || '@a.example', '2026-06-20', '2026-06-20T08:00:00Z'
                from generate_series(1, %d) n
                """
                        .formatted(count));
        on.execute(
                """
                insert into survey_responses (client_id, response_id, survey_id, kind, score, contact_email, responded_at)
                select 'client_a', 'response_' || n, 'survey_1', 'nps', 9, n || '@a.example', '2026-06-21T08:00:00Z'
                from generate_series(1, %d) n
                """
                        .formatted(answered));
    }
}
