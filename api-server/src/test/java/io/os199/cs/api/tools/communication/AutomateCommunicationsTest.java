package io.os199.cs.api.tools.communication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.ToolResult;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Creating, changing, viewing and previewing automations, on 2026-11-11. */
class AutomateCommunicationsTest {
    private static final String TASK = "'actions': [{'type': 'create_task', 'title': 'Call them'}]";
    private static final String MAIL =
            "'actions': [{'type': 'send_email', 'subject_line': 'Hello {{client_name}}',"
                + " 'body_text': 'Dear {{first_name|friend}}', 'template_type': 'health_check'}]";
    private static final String LOW =
            "'trigger_type': 'health_score', 'threshold': 50, 'direction': 'below'";

    private final CommunicationFixture fixture =
            new CommunicationFixture("automate_communications");

    @BeforeEach
    void plant() {
        fixture.client("client_acme", "Acme Corp");
        fixture.client("client_globex", "Globex");
        fixture.contact("client_acme", "ada");
        fixture.execute("update contacts set is_primary = true");
        score("client_acme", "2026-11-01", 62);
        score("client_acme", "2026-11-02", 49);
        score("client_acme", "2026-11-11", 47);
        score("client_globex", "2026-11-05", 44);
        score("client_globex", "2026-11-08", 70);
        score("client_globex", "2026-11-11", 30);
    }

    private void score(String clientId, String day, int overall) {
        fixture.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at, cut_at,
                    overall, coverage, inputs)
                select ?, model_id, model_version, 30, date '%1$s', timestamptz '%1$sT02:00:00Z', timestamptz '%1$sT00:00:00Z',
                    ?, 1, '{}'
                from scoring_models where kind = 'health' and name = 'weighted_composite' and status = 'active'
                """
                        .formatted(day),
                clientId,
                overall);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private JsonNode create(String name, String trigger, String actions) {
        return fixture.ok("'workflow_name': '%s', %s, %s".formatted(name, trigger, actions))
                .path("automation");
    }

    private static List<String> fields(JsonNode refusal) {
        return refusal.has("faults")
                ? refusal.path("faults").findValuesAsText("field")
                : List.of(refusal.path("field").asText());
    }

    @Test
    void oneThatStaysInTheHouseIsMadeAtOnceAndTellsWhatItIs() {
        JsonNode made = create("Low score", LOW, TASK);
        assertThat(made.path("status").asText()).isEqualTo("active");
        assertThat(made.path("cooldown_days").asInt()).isEqualTo(30);
        assertThat(made.path("max_runs_per_day").asInt()).isEqualTo(200);
        assertThat(made.at("/trigger/threshold").asInt()).isEqualTo(50);
        assertThat(made.at("/actions/0/summary").asText())
                .isEqualTo("Call them (medium, due in 3 days)");
        String id = made.path("automation_id").asText();

        JsonNode paused =
                fixture.ok("'action': 'pause', 'automation_id': '%s', 'version': 1".formatted(id));
        assertThat(paused.at("/automation/status").asText()).isEqualTo("paused");
        JsonNode stale =
                fixture.refused(
                        "'action': 'activate', 'automation_id': '%s', 'version': 1".formatted(id));
        assertThat(stale.path("code").asText()).isEqualTo("conflict");
        assertThat(stale.toString()).contains("version 2");
        JsonNode changed =
                fixture.ok(
                        "'action': 'update', 'automation_id': '%s', 'version': 2, 'threshold': 40"
                                .formatted(id));
        assertThat(changed.at("/automation/trigger/threshold").asInt()).isEqualTo(40);
        assertThat(changed.at("/automation/trigger/direction").asText()).isEqualTo("below");
        assertThat(
                        fixture.rows(
                                "select count(*) from audit_log where tool ="
                                        + " 'automate_communications'"))
                .containsExactly("3");
    }

    @Test
    void oneThatReachesCustomersIsShownFirstWithWhatItWouldHaveDone() {
        String call = "'workflow_name': 'Low mail', %s, %s".formatted(LOW, MAIL);
        JsonNode asked = fixture.refused(call);
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode preview = asked.at("/preview");
        assertThat(preview.at("/would_have_done/matching_client_count").asInt()).isEqualTo(2);
        // Acme fell on the 2nd; Globex began low, rose, and fell on the 11th.
        assertThat(preview.at("/would_have_done/fired_last_30_days_count").asInt()).isEqualTo(3);
        assertThat(preview.at("/would_have_done/client_count").asInt()).isEqualTo(2);
        assertThat(preview.at("/would_have_done/message/subject").asText())
                .isEqualTo("Hello Acme Corp");
        assertThat(fixture.rows("select count(*) from automations where kind = 'communication'"))
                .containsExactly("0");
        String token = asked.path("confirmation_token").asText();
        JsonNode made = fixture.ok(call + ", 'confirmation_token': '" + token + "'");
        assertThat(made.at("/automation/status").asText()).isEqualTo("active");
        assertThat(made.path("preview")).isEqualTo(preview.path("would_have_done"));
        assertThat(made.path("data_gaps").findValuesAsText("reason"))
                .containsExactly("no_email_provider");
        assertThat(made.path("data_gaps").toString()).contains("skipped_no_provider");
        // A draft of one needs no confirmation; activating it does.
        JsonNode draft =
                fixture.ok(
                                "'workflow_name': 'Later', %s, %s, 'is_active': false"
                                        .formatted(LOW, MAIL))
                        .path("automation");
        assertThat(draft.path("status").asText()).isEqualTo("paused");
        assertThat(
                        fixture.refused(
                                        "'action': 'activate', 'automation_id': '%s', 'version': 1"
                                                .formatted(draft.path("automation_id").asText()))
                                .path("code")
                                .asText())
                .isEqualTo("confirmation_required");
        JsonNode dry =
                fixture.ok("'workflow_name': 'Dry', %s, %s, 'dry_run': true".formatted(LOW, MAIL));
        assertThat(dry.path("is_dry_run").asBoolean()).isTrue();
        assertThat(dry.at("/preview/fired_last_30_days_count").asInt()).isEqualTo(3);
    }

    @Test
    void aTestTellsWhetherItWouldRunAndWhy() {
        String id = create("Low score", LOW, TASK).path("automation_id").asText();
        String test = "'action': 'test', 'automation_id': '" + id + "', 'client_id': '%s'";
        JsonNode globex = fixture.ok(test.formatted("Globex")).path("test");
        assertThat(globex.path("would_fire").asBoolean()).isTrue();
        assertThat(globex.path("because").asText()).isEqualTo("occurred");
        assertThat(globex.at("/occurrence/occurrence_key").asText()).isEqualTo("2026-11-11");
        assertThat(globex.at("/occurrence/value").asDouble()).isEqualTo(30.0);
        JsonNode acme = fixture.ok(test.formatted("Acme Corp")).path("test");
        assertThat(acme.path("would_fire").asBoolean()).isFalse();
        assertThat(acme.path("because").asText()).isEqualTo("too_late");
        assertThat(acme.at("/occurrence/occurrence_key").asText()).isEqualTo("2026-11-02");
        fixture.execute(
                "insert into automation_runs (client_id, run_id, automation_id, occurrence_key,"
                    + " triggered_at, due_at, status, value) values ('client_globex', 'run_1', ?,"
                    + " '2026-11-05', '2026-11-05T02:00:00Z', '2026-11-05T02:00:00Z', 'completed',"
                    + " 44)",
                id);
        fixture.execute(
                "insert into automation_run_actions (client_id, run_id, action_no, type, status,"
                        + " ref_id, done_at) values ('client_globex', 'run_1', 1, 'create_task',"
                        + " 'done', 'task_1', '2026-11-05T02:01:00Z')");
        JsonNode cooling = fixture.ok(test.formatted("Globex")).path("test");
        assertThat(cooling.path("because").asText()).isEqualTo("cooldown");
        assertThat(cooling.path("next_allowed_at").asText()).isEqualTo("2026-12-05T02:00:00Z");

        JsonNode got = fixture.ok("'action': 'get', 'automation_id': '" + id + "'");
        assertThat(got.at("/automation/stats/triggered_count").asInt()).isOne();
        assertThat(got.at("/automation/stats/completed_count").asInt()).isOne();
        JsonNode runs = fixture.ok("'action': 'list_runs', 'automation_id': '" + id + "'");
        assertThat(runs.path("total_count").asInt()).isOne();
        assertThat(runs.at("/runs/0/client_name").asText()).isEqualTo("Globex");
        assertThat(runs.at("/runs/0/actions/0/ref_id").asText()).isEqualTo("task_1");
        assertThat(
                        fixture.ok(
                                        "'action': 'list_runs', 'automation_id': '%s', 'client_id':"
                                                        .formatted(id)
                                                + " 'Acme Corp'")
                                .path("runs"))
                .isEmpty();
    }

    @Test
    void listsGoOnWhereTheyEnded() {
        for (int i = 0; i < 5; i++) {
            fixture.at("2026-11-11T10:00:0%dZ".formatted(i));
            create("Rule " + i, LOW, TASK);
        }
        JsonNode first = fixture.ok("'action': 'list', 'limit': 3");
        assertThat(first.path("items").findValuesAsText("workflow_name"))
                .containsExactly("Rule 4", "Rule 3", "Rule 2");
        assertThat(first.path("total_count").asInt()).isEqualTo(5);
        JsonNode rest =
                fixture.ok(
                        "'action': 'list', 'limit': 3, 'cursor': '%s'"
                                .formatted(first.path("next_cursor").asText()));
        assertThat(rest.path("items").findValuesAsText("workflow_name"))
                .containsExactly("Rule 1", "Rule 0");
        assertThat(rest.has("next_cursor")).isFalse();
    }

    @Test
    void whatEachTriggerAndActionNeedsIsToldTogether() {
        assertThat(
                        fields(
                                fixture.refused(
                                        """
                                        'workflow_name': ' ', 'trigger_type': 'usage_pattern', 'threshold': 0.01,
                                        'direction': 'below', 'event': 'renewal_due', 'actions': [
                                        {'type': 'create_task'},
                                        {'type': 'create_ticket', 'title': 'T', 'body_text': 'B', 'priority': 'high',
                                         'category': 'other'},
                                        {'type': 'send_email', 'subject_line': '{{frist_name}}', 'body_text': 'B',
                                         'template_type': 'custom', 'recipient_scope': 'by_role', 'url': 'https://x'},
                                        {'type': 'trigger_webhook', 'url': 'https://hooks.example.com/'},
                                        {'type': 'send_in_app_notification', 'body_text': '%s'}]
                                        """
                                                .formatted("x".repeat(1_001)))))
                .containsExactlyInAnyOrder(
                        "workflow_name",
                        "threshold",
                        "direction",
                        "event",
                        "actions[0].title",
                        "actions[1].priority",
                        "actions[2].subject_line",
                        "actions[2].recipient_scope",
                        "actions[2].url",
                        "actions[3].url",
                        "actions[4].body_text");
        String call = "'workflow_name': 'W', %s, " + TASK;
        JsonNode unscheduled = fixture.refused(call.formatted("'trigger_type': 'time_based'"));
        assertThat(fields(unscheduled)).containsExactly("schedule");
        assertThat(unscheduled.path("message").asText())
                .isEqualTo("trigger_type time_based needs schedule; send daily, weekly or monthly");
        assertThat(
                        fields(
                                fixture.refused(
                                        call.formatted(
                                                "'trigger_type': 'time_based', 'schedule':"
                                                        + " 'weekly', 'schedule_day': 8"))))
                .containsExactly("schedule_day");
        assertThat(fields(fixture.refused(call.formatted("'trigger_type': 'event_based'"))))
                .containsExactly("event");
        assertThat(
                        fields(
                                fixture.refused(
                                        call.formatted(
                                                "'trigger_type': 'event_based', 'event':"
                                                        + " 'renewal_due'"))))
                .containsExactly("event");
        assertThat(
                        fields(
                                fixture.refused(
                                        call.formatted(
                                                "'trigger_type': 'behavior_based', 'behavior':"
                                                        + " 'feature_unused', 'days': 0"))))
                .containsExactlyInAnyOrder("feature_key", "days");
        assertThat(fields(fixture.refused(call.formatted("'trigger_type': 'milestone'"))))
                .containsExactly("milestone_name");
        assertThat(fields(fixture.refused(call.formatted("'trigger_type': 'health_score'"))))
                .containsExactlyInAnyOrder("threshold", "direction");
        assertThat(
                        fixture.refused(
                                        call.formatted(
                                                "'trigger_type': 'health_score', 'direction':"
                                                        + " 'below', 'threshold': 0.5"))
                                .path("message")
                                .asText())
                .endsWith("send 50 for 50 %");
        assertThat(
                        fixture.refused(
                                        call.formatted(
                                                "'trigger_type': 'behavior_based', 'behavior':"
                                                        + " 'feature_unused', 'feature_key':"
                                                        + " 'reprots'"))
                                .path("code")
                                .asText())
                .isEqualTo("not_found");
        assertThat(fields(fixture.refused("'workflow_name': 'W'")))
                .contains("trigger_type", "actions");
    }

    @Test
    void namesAreTakenOnceAndScopesAreAskedFor() {
        String id = create("Low score", LOW, TASK).path("automation_id").asText();
        assertThat(
                        fixture.refused("'workflow_name': 'LOW SCORE', %s, %s".formatted(LOW, TASK))
                                .path("code")
                                .asText())
                .isEqualTo("conflict");
        ToolResult refused =
                fixture.call(
                        CommunicationFixture.READER,
                        "'workflow_name': 'X', %s, %s".formatted(LOW, TASK));
        assertThat(refused.toString()).contains("cs:admin");
        assertThat(
                        fixture.call(
                                        CommunicationFixture.READER,
                                        "'action': 'get', 'automation_id': '" + id + "'")
                                .toString())
                .contains("Low score");
        assertThat(
                        fixture.refused("'action': 'get', 'automation_id': 'automation_none'")
                                .toString())
                .contains("not_found", "Low score");
    }
}
