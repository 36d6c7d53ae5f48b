package io.os199.cs.api.tools.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.util.concurrent.Callable;

/** The decisions of product: forward only, by one of two concurrent callers, and applied to the feedback as well. */
class DecidedInsightsTest extends InsightsFixture {
    @Test
    void anInsightGoesForwardOnlyAndWithoutAProviderNothingIsSent() {
        portfolio();
        JsonNode shared =
                on.ok(tool(false), share(FIRST_FOUR, ", 'target_recipients': ['kim@our.example']"));
        assertThat(shared.path("status").asText()).isEqualTo("draft");
        assertThat(texts(shared.path("delivery")))
                .containsExactly("kim@our.example skipped_no_provider");
        assertThat(shared.at("/data_gaps/0/field").asText()).isEqualTo("delivery");
        assertThat(shared.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(on.value("select status from staff_mails")).isEqualTo("skipped_no_provider");
        JsonNode shipped = on.ok(tool, update(shared, "shipped", ", 'resolution_text': 'In 4.2'"));
        assertThat(shipped.path("version").asInt()).isEqualTo(2);
        assertThat(
                        on.value(
                                "select concat_ws(' ', status, resolution_text, acknowledged_at is"
                                        + " not null, decided_at is not null) from insights"))
                .isEqualTo("shipped In 4.2 t t");
        assertThat(on.rows("select distinct status || (decided_at is not null) from feedback"))
                .containsExactly("shippedtrue");
        JsonNode error = on.refused(tool, update(shipped, "planned", ""));
        assertThat(error.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(error.path("message").asText()).contains("shipped and cannot become planned; ");
    }

    @Test
    void feedbackFollowsTheInsightAndNeverGoesBack() {
        portfolio();
        item("b", 5, "Too slow", -0.3);
        on.execute("update feedback set status = 'in_progress' where feedback_id = 'feedback_2'");
        on.execute("update feedback set status = 'closed' where feedback_id = 'feedback_3'");
        JsonNode shared = on.ok(tool, share(FIRST_FOUR, ""));
        assertThat(shared.path("feedback_moved_count").asInt()).isEqualTo(2);
        JsonNode accepted = on.ok(tool, update(shared, "accepted", ""));
        assertThat(accepted.path("feedback_moved_count").asInt()).isZero();
        JsonNode planned =
                on.ok(
                        tool,
                        update(
                                accepted,
                                "planned",
                                ", 'supporting_feedback_ids': ['feedback_5', 'feedback_1'],"
                                        + " 'affected_client_ids': ['Delta SE']"));
        assertThat(planned.path("feedback_moved_count").asInt()).isEqualTo(3);
        assertThat(planned.at("/evidence/feedback_count").asInt()).isEqualTo(5);
        assertThat(planned.at("/evidence/client_count").asInt()).isEqualTo(4);
        assertThat(
                        on.rows(
                                "select feedback_id || ' ' || status from feedback order by"
                                        + " feedback_id"))
                .containsExactly(
                        "feedback_1 planned",
                        "feedback_2 in_progress",
                        "feedback_3 closed",
                        "feedback_4 planned",
                        "feedback_5 planned");
        assertThat(on.value("select value_score::text from insights"))
                .isEqualTo(planned.path("value_score").asText());
        JsonNode back = on.refused(tool, update(planned, "accepted", ""));
        assertThat(back.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(back.path("message").asText())
                .isEqualTo(
                        "the insight is planned and cannot become accepted; send shipped or"
                                + " declined");
        JsonNode same = on.ok(tool, update(planned, "planned", ", 'resolution_text': 'Q3'"));
        JsonNode declined = on.ok(tool, update(same, "declined", ""));
        assertThat(declined.path("feedback_moved_count").asInt()).isEqualTo(4);
        assertThat(on.value("select resolution_text from insights")).isEqualTo("Q3");
    }

    @Test
    void ofTwoDecisionsAtOnceOneIsAConflict() throws Exception {
        portfolio();
        JsonNode shared = on.ok(tool, share(FIRST_FOUR, ""));
        Callable<String> planned = () -> code(update(shared, "planned", ""));
        Callable<String> declined = () -> code(update(shared, "declined", ""));
        assertThat(both(planned, declined)).containsExactlyInAnyOrder("ok", "conflict");
        assertThat(on.value("select version::text from insights")).isEqualTo("2");
        JsonNode stale = on.refused(tool, update(shared, "shipped", ""));
        assertThat(stale.path("code").asText()).isEqualTo("conflict");
        assertThat(stale.path("expected").asText()).isEqualTo("2");
    }

    @Test
    void twoInsightsOnTheSameItemsAtOnceBothCount() throws Exception {
        portfolio();
        Callable<String> first = () -> code(share(FIRST_FOUR, ""));
        Callable<String> second =
                () -> code(share("'feedback_4', 'feedback_3', 'feedback_2', 'feedback_1'", ""));
        assertThat(both(first, second)).containsExactly("ok", "ok");
        assertThat(on.value("select count(*) from insight_evidence")).isEqualTo("8");
    }
}
