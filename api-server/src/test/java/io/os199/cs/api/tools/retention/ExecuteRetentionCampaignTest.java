package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.communication.UnsentMail;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Departure;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.ChurnRecords;
import io.os199.cs.retention.RetentionScenes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The worked examples of the tool over a real database, on 2026-07-01 with the client of the churn model's example. */
class ExecuteRetentionCampaignTest {
    private static final String VALUE =
            "'client_id': 'Acme Corp', 'campaign_type': 'value_reinforcement'";

    private CampaignsFixture scene;
    private ToolFixture tools;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        scene = new CampaignsFixture("2026-07-01T09:00:00Z");
        scene.execute("update clients set csm = 'Cora Csm', health_score = 43");
        tools = new ToolFixture(scene.database.database(), scene.clock);
        tool =
                new ExecuteRetentionCampaign(
                        scene.database.database(),
                        new ClientDirectory(),
                        scene.campaigns,
                        new Cursors(new Sealer("a key of sixteen bytes"), scene.clock));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aPlaybookBecomesDatedOwnedSteps() {
        JsonNode answer = tools.ok(tool, "{" + VALUE + ", 'start_date': '2026-07-01'}");
        JsonNode campaign = answer.path("campaign");
        assertThat(texts(campaign.path("steps"), "due_date"))
                .containsExactly("2026-07-06", "2026-07-10", "2026-07-14", "2026-07-21");
        assertThat(texts(campaign.path("steps"), "owner")).containsOnly("Cora Csm");
        assertThat(campaign.path("ends_on").asText()).isEqualTo("2026-07-21");
        assertThat(campaign.path("status").asText()).isEqualTo("active");
        assertThat(campaign.path("kind").asText()).isEqualTo("retention");
        assertThat(campaign.at("/baseline/health_score").asText()).isEqualTo("43.00");
        assertThat(campaign.at("/baseline/arr_amount").asText()).isEqualTo("72000.00");
        assertThat(campaign.at("/baseline/measured_on").asText()).isEqualTo("2026-07-01");
        assertThat(campaign.at("/baseline/churn_probability").asDouble()).isBetween(0.5, 0.7);
        assertThat(campaign.at("/change/health_score").asText()).isEqualTo("0.00");
        assertThat(campaign.path("target_health_score").asText()).isEqualTo("63.00");
        assertThat(campaign.at("/next_step/step_no").asInt()).isEqualTo(1);
        assertThat(campaign.path("progress_rate").asText()).isEqualTo("0.0000");
        assertThat(answer.path("data_gaps")).isEmpty();
        assertThat(scene.text("select type || ' ' || title from timeline_events"))
                .isEqualTo("risk Campaign started: Value reinforcement");
        assertThat(scene.text("select tool || ' ' || action from audit_log"))
                .isEqualTo("execute_retention_campaign start value_reinforcement");
        assertThat(scene.database.count("email_messages")).isZero();

        JsonNode shown = tools.ok(tool, action("get", campaign, ""));
        assertThat(shown.path("campaign")).isEqualTo(campaign);
    }

    @Test
    void anAggressiveOneHalvesEveryOffset() {
        JsonNode answer =
                tools.ok(
                        tool,
                        "{"
                                + VALUE
                                + ", 'intervention_level': 'aggressive', 'dry_run': true,"
                                + " 'extra_steps': [{'title': 'Send\\u202e a card', 'channel':"
                                + " 'email', 'due_in_business_days': 30}]}");
        assertThat(texts(answer.at("/campaign/steps"), "due_date"))
                .containsExactly(
                        "2026-07-03",
                        "2026-07-07",
                        "2026-07-08",
                        "2026-07-10",
                        "2026-07-10",
                        "2026-08-12");
        assertThat(answer.at("/campaign/steps/5/title").asText()).isEqualTo("Send a card");
        assertThat(answer.path("is_dry_run").asBoolean()).isTrue();
        assertThat(scene.database.count("campaigns")).isZero();
        assertThat(scene.database.count("audit_log")).isZero();
    }

    @Test
    void ofTwoStartsOfAKindAtOnceOneIsRefusedWithTheOther() throws Exception {
        List<JsonNode> both =
                atOnce(
                        "{" + VALUE + ", 'idempotency_key': 'a'}",
                        "{'client_id': 'Acme Corp', 'idempotency_key': 'b'}");
        List<String> codes =
                both.stream().map(each -> each.at("/error/code").asText("done")).sorted().toList();
        assertThat(codes).containsExactly("conflict", "done");
        String id = scene.text("select campaign_id from campaigns");
        JsonNode refused =
                both.stream().filter(each -> each.has("error")).findFirst().orElseThrow();
        assertThat(refused.at("/error/campaign_id").asText(refused.toString())).contains(id);

        // A campaign of another kind may run alongside.
        assertThat(
                        tools.ok(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'campaign_type':"
                                                + " 'renewal_save'}")
                                .at("/campaign/kind")
                                .asText())
                .isEqualTo("renewal");
        assertThat(
                        scene.text(
                                "select type from timeline_events where title = 'Campaign started:"
                                        + " Renewal save'"))
                .isEqualTo("renewal");
    }

    @Test
    void theSameKeyTwiceIsOneCampaignAndOneAnswer() throws Exception {
        String call = "{" + VALUE + ", 'idempotency_key': 'once'}";
        List<JsonNode> both = atOnce(call, call);
        assertThat(both.get(0)).isEqualTo(both.get(1));
        assertThat(both.getFirst().has("error")).isFalse();
        assertThat(scene.database.count("campaigns")).isEqualTo(1);
        assertThat(tools.refused(tool, "{" + VALUE + ", 'idempotency_key': 'other'}").path("code"))
                .hasToString("\"conflict\"");
    }

    @Test
    void aStepThatIsDoneIsAContactAndTheLastOneEndsTheCampaign() {
        JsonNode campaign =
                tools.ok(
                                tool,
                                "{'client_id': 'Acme Corp', 'campaign_type': 'renewal_save',"
                                        + " 'intervention_level': 'light'}")
                        .path("campaign");
        JsonNode first =
                tools.ok(tool, step(campaign, 1, 1, "'step_status': 'done'")).path("campaign");
        assertThat(first.path("progress_rate").asText()).isEqualTo("0.5000");
        assertThat(scene.database.count("touchpoints")).as("a task is none").isEqualTo(1);
        assertThat(tools.refused(tool, step(campaign, 2, 1, "'step_status': 'done'")).path("code"))
                .hasToString("\"conflict\"");
        assertThat(
                        tools.refused(tool, step(campaign, 1, 2, "'step_status': 'skipped'"))
                                .path("expected")
                                .asText())
                .isEqualTo("pending");
        assertThat(tools.refused(tool, step(campaign, 3, 2, "'step_status': 'done'")).toString())
                .contains("1 to 2");

        scene.at("2026-07-08T09:00:00Z");
        JsonNode late = tools.ok(tool, action("get", campaign, "")).path("campaign");
        assertThat(late.path("overdue_count").asInt()).isEqualTo(1);
        assertThat(late.at("/next_step/is_overdue").asBoolean()).isTrue();
        scene.execute("delete from health_scores");
        scene.database
                .jdbi()
                .useHandle(
                        db ->
                                RetentionScenes.health(
                                        db,
                                        RetentionScenes.ACME,
                                        "2026-07-08",
                                        53,
                                        50,
                                        50,
                                        60,
                                        50));
        JsonNode closed =
                tools.ok(
                                tool,
                                step(
                                        campaign,
                                        2,
                                        2,
                                        "'step_status': 'done', 'result_text': 'They stay'"))
                        .path("campaign");
        assertThat(closed.path("status").asText()).isEqualTo("completed");
        assertThat(closed.path("outcome").asText()).isEqualTo("improved");
        assertThat(closed.path("version").asInt()).isEqualTo(3);
        assertThat(closed.has("retained")).isFalse();
        assertThat(closed.at("/steps/1/result_text").asText()).isEqualTo("They stay");
        assertThat(closed.at("/steps/1/untrusted").asBoolean()).isTrue();
        assertThat(
                        scene.text(
                                "select kind || ' ' || direction || ' ' || note_text from"
                                        + " touchpoints where source_ref is not null"))
                .isEqualTo("call outbound They stay");
        JsonNode refused = tools.refused(tool, step(campaign, 2, 3, "'step_status': 'pending'"));
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");

        scene.at("2026-10-06T09:00:00Z");
        assertThat(tools.ok(tool, action("get", campaign, "")).at("/campaign/retained").asBoolean())
                .isTrue();
        scene.execute(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " ('client_acme', '2026-10-06', 'gone', 72000)");
        assertThat(tools.ok(tool, action("get", campaign, "")).at("/campaign/retained").asBoolean())
                .isFalse();
    }

    @Test
    void whatWasDoneByMistakeIsTakenBack() {
        JsonNode campaign = tools.ok(tool, "{" + VALUE + "}").path("campaign");
        tools.ok(tool, step(campaign, 2, 1, "'step_status': 'done'"));
        assertThat(scene.database.count("touchpoints")).isEqualTo(2);
        JsonNode back =
                tools.ok(
                                tool,
                                step(
                                        campaign,
                                        2,
                                        2,
                                        "'step_status': 'pending', 'step_due_date': '2026-08-03'"))
                        .path("campaign");
        assertThat(back.at("/steps/1/done_at").isMissingNode()).isTrue();
        assertThat(back.path("ends_on").asText()).isEqualTo("2026-08-03");
        assertThat(scene.database.count("touchpoints")).isEqualTo(1);
    }

    @Test
    void mailWaitsForItsDayAsTheConfirmedPreviewShowedIt() {
        scene.execute("update contacts set is_primary = true");
        String call = "{" + VALUE + ", 'send_emails': true";
        JsonNode asked = tools.refused(tool, call + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        JsonNode mail = asked.at("/preview/mails/0");
        assertThat(mail.path("to").asText()).isEqualTo("chris@acme.example");
        assertThat(mail.path("subject").asText()).isEqualTo("What Acme Corp has achieved");
        assertThat(mail.path("body_text").asText()).startsWith("Hello Chris,").endsWith("Cora Csm");
        assertThat(mail.path("send_at").asText()).isEqualTo("2026-07-14T10:00:00Z");
        assertThat(scene.database.count("campaigns")).isZero();
        Principal sender = new Principal("key_sender", Set.of(Scope.CS_SEND, Scope.CS_WRITE));
        String masked = tools.call(tool, sender, call + "}").content().toString();
        assertThat(masked).contains("c***@acme.example", "Hello C.,").doesNotContain("Chris");

        // The client's contact changes meanwhile: no mail goes to an address that no person saw.
        scene.execute("update contacts set email = 'other@acme.example'");
        String token =
                ", 'confirmation_token': '" + asked.path("confirmation_token").asText() + "'}";
        JsonNode again = tools.refused(tool, call + token);
        assertThat(again.path("code").asText()).isEqualTo("conflict");
        assertThat(again.at("/preview/mails/0/to").asText()).isEqualTo("other@acme.example");
        token = ", 'confirmation_token': '" + again.path("confirmation_token").asText() + "'}";
        JsonNode started = tools.ok(tool, call + token);
        assertThat(started.at("/campaign/steps/2/email_status").asText()).isEqualTo("queued");
        assertThat(started.at("/data_gaps/0/reason").asText()).isEqualTo("no_email_provider");
        assertThat(
                        scene.text(
                                "select m.subject || ' ' || (m.next_attempt_at at time zone 'UTC')"
                                        + " || ' ' || e.status from email_messages m join"
                                        + " email_campaigns e using (campaign_id)"))
                .isEqualTo("What Acme Corp has achieved 2026-07-14 10:00:00 draft");

        // The mail moves with its step, is cancelled with it, and restored with it.
        JsonNode campaign = started.path("campaign");
        tools.ok(tool, step(campaign, 3, 1, "'step_due_date': '2026-07-20'"));
        assertThat(mails()).isEqualTo("queued 2026-07-20 10:00:00");
        tools.ok(tool, step(campaign, 3, 2, "'step_status': 'skipped'"));
        assertThat(mails()).isEqualTo("cancelled 2026-07-20 10:00:00");
        tools.ok(tool, step(campaign, 3, 3, "'step_status': 'pending'"));
        assertThat(mails()).isEqualTo("cancelled 2026-07-20 10:00:00, queued 2026-07-20 10:00:00");
        assertThat(scene.database.count("touchpoints")).isEqualTo(1);

        JsonNode cancel = tools.refused(tool, action("cancel", campaign, ", 'version': 4"));
        assertThat(cancel.at("/preview/cancelled_mail_count").asInt()).isEqualTo(1);
        JsonNode cancelled =
                tools.ok(
                        tool,
                        action(
                                "cancel",
                                campaign,
                                ", 'version': 4, 'confirmation_token': '"
                                        + cancel.path("confirmation_token").asText()
                                        + "'"));
        assertThat(cancelled.at("/campaign/status").asText()).isEqualTo("cancelled");
        assertThat(texts(cancelled.at("/campaign/steps"), "status")).containsOnly("cancelled");
        assertThat(cancelled.at("/campaign/outcome").isMissingNode()).isTrue();
        assertThat(scene.database.count("email_messages where status <> 'cancelled'")).isZero();
    }

    private String mails() {
        return scene.text(
                "select string_agg(status || ' ' || (next_attempt_at at time zone 'UTC'), ', '"
                        + " order by status) from email_messages");
    }

    @Test
    void nobodyIsWrittenToWhoCannotBe() {
        String call = "{" + VALUE + ", 'send_emails': true}";
        scene.execute(
                "insert into email_suppressions (email, scope, reason, source) values"
                        + " ('chris@acme.example', 'all', 'hard_bounce', 'test')");
        assertThat(tools.refused(tool, call).toString())
                .contains("failed_precondition", "suppressed", "send_emails: false");
        scene.execute("update contacts set left_company_at = now()");
        assertThat(tools.refused(tool, call).path("message").asText()).contains("left:");
        scene.execute("delete from contacts");
        assertThat(tools.refused(tool, call).path("message").asText()).contains("none:");
        scene.execute(
                "insert into contacts (client_id, contact_id, name, email, role) values"
                        + " ('client_acme', 'contact_2', 'Bea', 'bea@acme.example', 'admin')");
        scene.execute("delete from usage_daily_users");
        assertThat(tools.refused(tool, call).path("message").asText())
                .contains("missing_token", "active_users_30d");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'campaign_type':"
                                                + " 'adoption_recovery', 'send_emails': true}")
                                .path("code")
                                .asText())
                .isEqualTo("invalid_argument");
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        assertThat(tools.call(tool, writer, call).content().at("/error/code").asText())
                .isEqualTo("forbidden");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(tools.call(tool, reader, "{" + VALUE + "}").content().toString())
                .contains("get or list");
        assertThat(scene.database.count("campaigns")).isZero();
    }

    @Test
    void whoHasLeftIsWonBackAndNobodyElse() {
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'campaign_type': 'winback'}")
                                .path("code")
                                .asText())
                .isEqualTo("failed_precondition");
        JsonNode campaign = tools.ok(tool, "{" + VALUE + "}").path("campaign");
        scene.database
                .database()
                .write(
                        tx ->
                                new ChurnRecords(new UnsentMail())
                                        .departed(
                                                tx,
                                                new Departure.Departed(
                                                        RetentionScenes.ACME,
                                                        new Departure.Leave(
                                                                LocalDate.parse("2026-07-01"),
                                                                "Too dear",
                                                                null),
                                                        new BigDecimal(72_000),
                                                        new Actor("key_csm", null),
                                                        scene.clock.instant())));
        scene.execute("update clients set status = 'churned', lifecycle_stage = 'churned'");
        JsonNode lost = tools.ok(tool, action("get", campaign, "")).path("campaign");
        assertThat(lost.path("status").asText()).isEqualTo("cancelled");
        assertThat(lost.path("outcome").asText()).isEqualTo("churned");
        assertThat(tools.refused(tool, "{" + VALUE + "}").path("expected").asText())
                .isEqualTo("winback");
        scene.execute("delete from health_scores");
        scene.execute("update clients set health_score = null");
        JsonNode answer = tools.ok(tool, "{'client_id': 'Acme Corp', 'campaign_type': 'winback'}");
        assertThat(answer.path("data_gaps")).isEmpty();
        JsonNode back = answer.path("campaign");
        assertThat(back.at("/baseline/health_score").isMissingNode()).isTrue();
        assertThat(back.at("/baseline/churn_probability").isMissingNode()).isTrue();
        JsonNode closed =
                tools.ok(tool, action("close", back, ", 'version': 1, 'result_text': 'No'"))
                        .path("campaign");
        assertThat(closed.path("outcome").asText())
                .as("it had left before the campaign")
                .isEqualTo("unchanged");
        assertThat(closed.path("result_text").asText()).isEqualTo("No");
        assertThat(texts(closed.path("steps"), "status")).containsOnly("cancelled");
    }

    @Test
    void listsWhatIsLateFirstAndWhatCampaignsCameTo() {
        for (int i = 1; i <= 6; i++) {
            String id = "client_" + i;
            int number = i;
            scene.database
                    .jdbi()
                    .useHandle(
                            db ->
                                    RetentionScenes.client(
                                            db,
                                            id,
                                            "Client " + number,
                                            "starter",
                                            1_000,
                                            "2024-01-01",
                                            "2027-01-01"));
            scene.execute(
                    "insert into campaigns (client_id, campaign_id, kind, playbook_key,"
                            + " playbook_version, intervention_level, status, baseline, started_on,"
                            + " ends_on, closed_on, outcome) values (?, ?, 'adoption',"
                            + " 'adoption_recovery', 1, 'light', 'completed', '{\"health_score\":"
                            + " 50}', '2026-01-05', '2026-02-02', ?::date, 'unchanged')",
                    id,
                    "campaign_old" + i,
                    i < 6 ? "2026-02-02" : "2026-06-30");
        }
        scene.execute(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " ('client_1', '2026-03-01', 'gone', 1000)");
        scene.database
                .jdbi()
                .useHandle(
                        db -> {
                            RetentionScenes.health(
                                    db, "client_2", "2026-02-01", 61, 50, 50, 60, 50);
                            RetentionScenes.health(
                                    db, "client_3", "2026-02-02", 55, 50, 50, 60, 50);
                        });
        for (int i = 1; i <= 3; i++) {
            tools.ok(
                    tool,
                    "{'client_id': 'Client %d', 'start_date': '2026-07-0%d'}".formatted(i, 4 - i));
        }
        scene.at("2026-07-03T09:00:00Z");
        JsonNode list = tools.ok(tool, "{'action': 'list'}");
        assertThat(texts(list.path("items"), "client_name"))
                .containsExactly("Client 3", "Client 2", "Client 1");
        assertThat(list.at("/items/0/overdue_count").asInt()).isEqualTo(1);
        assertThat(list.at("/items/0/steps").isMissingNode()).isTrue();
        assertThat(list.at("/items/1/next_step/due_date").asText()).isEqualTo("2026-07-03");
        JsonNode effect = list.at("/effectiveness/0");
        assertThat(effect.path("campaign_type").asText()).isEqualTo("adoption_recovery");
        assertThat(effect.path("closed_count").asInt()).isEqualTo(6);
        assertThat(effect.path("matured_count").asInt()).isEqualTo(5);
        assertThat(effect.path("retained_rate").asText()).isEqualTo("0.8000");
        assertThat(effect.path("median_health_change_points").asText()).isEqualTo("8.00");

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = tools.ok(tool, "{'action': 'list', 'limit': 1" + cursor + "}");
            paged.addAll(texts(page.path("items"), "client_name"));
            cursor =
                    page.has("next_cursor")
                            ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                            : "";
        } while (!cursor.isEmpty());
        assertThat(paged).containsExactly("Client 3", "Client 2", "Client 1");
        assertThat(
                        tools.ok(tool, "{'action': 'list', 'overdue_only': true}")
                                .path("total_count")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        tools.ok(
                                        tool,
                                        "{'action': 'list', 'status': 'completed', 'client_id':"
                                                + " 'Client 1'}")
                                .at("/items/0/retained")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void theRoundNotesWhatIsLateOnceAndEndsWhatIsDone() {
        scene.execute("update contacts set is_primary = true");
        JsonNode asked = tools.refused(tool, "{" + VALUE + ", 'send_emails': true}");
        JsonNode campaign =
                tools.ok(
                                tool,
                                "{"
                                        + VALUE
                                        + ", 'send_emails': true, 'confirmation_token': '"
                                        + asked.path("confirmation_token").asText()
                                        + "'}")
                        .path("campaign");
        assertThat(scene.steps.run())
                .hasToString(
                        "Round[queuedCount=0, sentCount=0,"
                                + " completedCount=0, overdueCount=0, failedCount=0]");
        scene.at("2026-07-09T00:00:00Z");
        assertThat(scene.steps.run().overdueCount()).isEqualTo(1);
        assertThat(scene.steps.run().overdueCount()).isZero();
        assertThat(scene.text("select overdue_noted_on from campaign_steps where step_no = 1"))
                .isEqualTo("2026-07-07");
        assertThat(
                        scene.text(
                                "select count(*) from timeline_events where title = 'Campaign step"
                                        + " 1 is overdue'"))
                .isEqualTo("1");
        for (int i : List.of(1, 2, 4)) {
            tools.ok(tool, step(campaign, i, i == 4 ? 3 : i, "'step_status': 'skipped'"));
        }
        // As a delivery would record it.
        scene.execute(
                "update email_messages set status = 'sent', sent_at = '2026-07-14 10:00:03Z'");
        assertThat(scene.steps.run())
                .hasToString(
                        "Round[queuedCount=0, sentCount=1,"
                                + " completedCount=1, overdueCount=0, failedCount=0]");
        JsonNode done = tools.ok(tool, action("get", campaign, "")).path("campaign");
        assertThat(done.path("status").asText()).isEqualTo("completed");
        assertThat(done.at("/steps/2/done_at").asText()).isEqualTo("2026-07-14T10:00:03Z");
        assertThat(scene.database.count("touchpoints")).as("mail of ours is none").isEqualTo(1);
    }

    @Test
    void oneCampaignThatCannotGoOnStopsNoOther() {
        JsonNode one = tools.ok(tool, "{" + VALUE + "}").path("campaign");
        JsonNode two =
                tools.ok(tool, "{'client_id': 'Acme Corp', 'campaign_type': 'renewal_save'}")
                        .path("campaign");
        scene.execute(
                """
                create function fail() returns trigger language plpgsql as
                    $$ begin raise exception 'not this one'; end $$
                """);
        scene.execute(
                "create trigger fail before update on campaign_steps for each row when"
                        + " (new.campaign_id = '%s') execute function fail()"
                                .formatted(one.path("campaign_id").asText()));
        scene.at("2026-07-09T00:00:00Z");
        assertThat(scene.steps.run().failedCount()).isEqualTo(1);
        assertThat(
                        scene.text(
                                "select count(*) from campaign_steps where overdue_noted_on is not"
                                        + " null and campaign_id = '"
                                        + two.path("campaign_id").asText()
                                        + "'"))
                .isNotEqualTo("0");
        scene.execute("drop trigger fail on campaign_steps");
        assertThat(scene.steps.run().overdueCount()).isPositive();
    }

    @Test
    void saysWhatToSendInstead() {
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'client_id': 'Acme Corp', 'start_date': '2026-10-01',"
                                                + " 'goal': '\\u200b', 'step_no': 1}")
                                .toString())
                .contains("start_date", "goal", "step_no");
        assertThat(tools.refused(tool, "{}").toString()).contains("client_id");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'action': 'update_step', 'campaign_id': 'x', 'step_no':"
                                                + " 1, 'version': 1}")
                                .toString())
                .contains("has nothing to change; send step_status, step_due_date or result_text");
        JsonNode campaign = tools.ok(tool, "{" + VALUE + "}").path("campaign");
        JsonNode unknown = tools.refused(tool, "{'action': 'get', 'campaign_id': 'campaign_x'}");
        assertThat(unknown.at("/suggestions/0/value")).isEqualTo(campaign.path("campaign_id"));
        assertThat(
                        tools.refused(tool, step(campaign, 1, 1, "'step_due_date': '2026-06-30'"))
                                .toString())
                .contains("2026-07-01 or later");
    }

    private static String action(String action, JsonNode campaign, String more) {
        return "{'action': '%s', 'campaign_id': '%s'%s}"
                .formatted(action, campaign.path("campaign_id").asText(), more);
    }

    private static String step(JsonNode campaign, int stepNo, int version, String more) {
        return action(
                "update_step",
                campaign,
                ", 'step_no': %d, 'version': %d, %s".formatted(stepNo, version, more));
    }

    private List<JsonNode> atOnce(String first, String second) throws Exception {
        List<Callable<JsonNode>> both =
                List.of(
                        () -> tools.call(tool, ToolFixture.ADMIN, first).content(),
                        () -> tools.call(tool, ToolFixture.ADMIN, second).content());
        List<JsonNode> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<JsonNode> each : threads.invokeAll(both)) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private static List<String> texts(JsonNode items, String field) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }
}
