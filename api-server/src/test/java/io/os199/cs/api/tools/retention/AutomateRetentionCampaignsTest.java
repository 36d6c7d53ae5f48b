package io.os199.cs.api.tools.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.automation.AutomationRound;
import io.os199.cs.retention.automation.AutomationRound.Done;
import io.os199.cs.retention.automation.RetentionAutomations;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The worked examples of the tool over a real database, in July 2026. */
class AutomateRetentionCampaignsTest {
    private CampaignsFixture scene;
    private ToolFixture tools;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() {
        scene = new CampaignsFixture("2026-07-01T01:00:00Z");
        scene.execute("update clients set csm = 'Cora Csm'");
        tools = new ToolFixture(scene.database.database(), scene.clock);
        tool =
                new AutomateRetentionCampaigns(
                        scene.database.database(),
                        new RetentionAutomations(scene.campaigns, scene.audit),
                        new Cursors(new Sealer("a key of sixteen bytes"), scene.clock));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aNewFallIsANewOccurrenceAndHoveringIsNone() {
        String id = create("'trigger_type': 'health_score'");
        JsonNode rule = get(id);
        assertThat(rule.path("threshold").asText()).isEqualTo("60");
        assertThat(rule.path("cooldown_days").asInt()).isEqualTo(30);
        assertThat(rule.path("name").asText()).isEqualTo("health_score: proactive_outreach");
        assertThat(rule.path("watched_client_count").asInt()).isEqualTo(1);

        assertThat(on("2026-07-01", 58)).isEqualTo(1);
        assertThat(scene.text("select due_date from tasks")).isEqualTo("2026-07-02");
        assertThat(scene.text("select owner || ' ' || source || ' ' || title from tasks"))
                .isEqualTo("Cora Csm automation Retention alert: health_score: proactive_outreach");
        assertThat(scene.text("select automation_id from campaigns")).isEqualTo(id);
        assertThat(scene.text("select status || ' ' || value from automation_runs"))
                .isEqualTo("completed 58");
        // So that it is not the running campaign that prevents a new one.
        scene.execute("update campaigns set status = 'completed', closed_on = started_on");
        assertThat(on("2026-07-02", 57)).isZero();
        assertThat(on("2026-07-03", 63)).isZero();
        assertThat(on("2026-07-04", 59)).isZero();
        assertThat(scene.database.count("automation_watches")).isEqualTo(1);
        assertThat(on("2026-07-05", 66)).isZero();
        assertThat(scene.database.count("automation_watches")).as("cleared").isZero();
        assertThat(on("2026-07-20", 58)).isZero();
        JsonNode held = preview(id).at("/preview/items/0");
        assertThat(held.path("decision").asText()).isEqualTo("hold");
        assertThat(held.path("hold_reason").asText()).isEqualTo("cooldown");
        assertThat(held.path("held_until").asText()).isEqualTo("2026-07-31T02:15:00Z");
        assertThat(on("2026-07-30", 58)).isZero();
        scene.at("2026-07-31T01:15:00Z");
        assertThat(scene.automations().run().runCount()).isZero();
        assertThat(on("2026-07-31", 58)).isEqualTo(1);
        assertThat(scene.database.count("automation_runs")).isEqualTo(2);
        assertThat(scene.text("select count(distinct occurrence_key) from automation_runs"))
                .isEqualTo("2");
    }

    /** Returns the number of runs when scores are stored at two and rules evaluated at a quarter past. */
    private int on(String day, int score) {
        scene.at(day + "T02:15:00Z");
        scene.execute("update clients set health_score = ?", score);
        int runs = scene.automations().run().runCount();
        assertThat(scene.automations().run().runCount()).as("a second time").isZero();
        return runs;
    }

    @Test
    void twoWorkersAtOnceRunOnceForEachClient() throws Exception {
        clients(12);
        create("");
        AutomationRound first = scene.automations();
        AutomationRound second = scene.automations();
        List<Callable<Done>> both = List.of(first::run, second::run, first::run, second::run);
        int runs = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Done> each : threads.invokeAll(both)) {
                runs += each.get().runCount();
                assertThat(each.get().failedCount()).isZero();
            }
        }
        runs += first.run().runCount();
        assertThat(runs).isEqualTo(12);
        assertThat(scene.database.count("automation_runs")).isEqualTo(12);
        assertThat(scene.text("select count(distinct client_id) from campaigns")).isEqualTo("12");
        assertThat(scene.database.count("campaigns")).isEqualTo(12);
        assertThat(scene.database.count("tasks")).isEqualTo(12);
        assertThat(scene.database.count("automation_run_actions")).isEqualTo(24);
    }

    @Test
    void theCapTakesTheLargestFirstAsThePreviewSays() {
        clients(40);
        JsonNode thought = tools.ok(tool, "{'action': 'preview'}");
        assertThat(thought.at("/preview/would_run_count").asInt()).isEqualTo(25);
        assertThat(scene.database.count("automations where kind = 'retention'")).isZero();

        String id = create("'send_emails': false");
        JsonNode before = preview(id);
        assertThat(before.at("/preview/matching_count").asInt()).isEqualTo(40);
        assertThat(before.at("/preview/would_run_count").asInt()).isEqualTo(25);
        assertThat(before.at("/preview/hold_count").asInt()).isEqualTo(15);
        assertThat(before.at("/preview/items/0/client_id").asText()).isEqualTo("client_040");
        assertThat(before.at("/preview/items/0/first_steps")).hasSize(3);
        assertThat(before.at("/preview/items/25/hold_reason").asText()).isEqualTo("day_cap");
        assertThat(before.at("/preview/items/25/held_until").asText())
                .isEqualTo("2026-07-02T00:00:00Z");
        assertThat(scene.database.count("automation_watches")).isZero();
        assertThat(scene.database.count("automation_runs")).isZero();
        List<String> would = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    tools.ok(
                            tool,
                            "{'action': 'preview', 'automation_id': '%s', 'limit': 7%s}"
                                    .formatted(id, cursor));
            page.at("/preview/items")
                    .forEach(
                            item -> {
                                if (item.path("decision").asText().equals("run")) {
                                    would.add(item.path("client_id").asText());
                                }
                            });
            cursor =
                    page.has("next_cursor")
                            ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                            : "";
        } while (!cursor.isEmpty());

        assertThat(scene.automations().run().runCount()).isEqualTo(25);
        assertThat(strings("select client_id from automation_runs"))
                .containsExactlyInAnyOrderElementsOf(would)
                .contains("client_040", "client_016")
                .doesNotContain("client_015");
        assertThat(scene.automations().run().runCount()).isZero();
        scene.at("2026-07-02T00:15:00Z");
        assertThat(scene.automations().run().runCount()).as("the rest").isEqualTo(15);
    }

    @Test
    void aHoldoutIsOnlyRecordedAndGoesByTheHash() throws Exception {
        clients(80);
        String id = create("'holdout_rate': 0.5, 'max_runs_per_day': 80");
        List<String> heldOut = new ArrayList<>();
        for (String client : strings("select client_id from clients where health_score < 60")) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest((id + client).getBytes(StandardCharsets.UTF_8));
            long first = new BigInteger(1, java.util.Arrays.copyOf(hash, 4)).longValue();
            if (first / 4294967296.0 < 0.5) {
                heldOut.add(client);
            }
        }
        assertThat(heldOut).hasSizeBetween(20, 60);
        assertThat(preview(id).at("/preview/holdout_count").asInt()).isEqualTo(heldOut.size());
        Done done = scene.automations().run();
        assertThat(done.heldOutCount()).isEqualTo(heldOut.size());
        assertThat(strings("select client_id from automation_runs where status = 'held_out'"))
                .containsExactlyInAnyOrderElementsOf(heldOut);
        assertThat(scene.database.count("campaigns")).isEqualTo(80L - heldOut.size());
        assertThat(scene.database.count("tasks")).isEqualTo(80L - heldOut.size());

        // Three months later, two of the clients held out have left.
        scene.at("2026-09-30T00:00:00Z");
        for (String client : heldOut.subList(0, 2)) {
            scene.execute(
                    "insert into churn_events (client_id, churned_on, reason, arr_lost_amount)"
                            + " values (?, '2026-08-01', 'gone', 1)",
                    client);
        }
        JsonNode performance = get(id).path("performance");
        assertThat(performance.path("matured_run_count").asInt()).isEqualTo(80);
        assertThat(performance.at("/holdout/churned_count").asInt()).isEqualTo(2);
        assertThat(performance.at("/treated/churn_rate").asText()).isEqualTo("0.0000");
        double held = heldOut.size();
        assertThat(performance.path("churn_rate_difference").asDouble())
                .isCloseTo(-2 / held, within(0.0001));
        // Newcombe: no treated client left, so their interval extends upward from zero only.
        double upToTreated = 3.8416 / (80 - held) / (1 + 3.8416 / (80 - held));
        double heldLow =
                (2 / held + 1.9208 / held) / (1 + 3.8416 / held)
                        - 1.96
                                * Math.sqrt(
                                        2 / held * (1 - 2 / held) / held + 0.9604 / (held * held))
                                / (1 + 3.8416 / held);
        assertThat(performance.path("interval_high").asDouble())
                .isCloseTo(-2 / held + Math.hypot(upToTreated, 2 / held - heldLow), within(0.0001));
        assertThat(performance.path("interval_low").asDouble()).isLessThan(-2 / held);
    }

    @Test
    void whoNobodyTalksToIsEscalated() {
        clients(2);
        create("'escalate_after_days': 2, 'start_campaign': false, 'alert_csm': false");
        assertThat(scene.automations().run().runCount()).isEqualTo(2);
        assertThat(strings("select distinct due_at at time zone 'UTC' from automation_runs"))
                .containsExactly("2026-07-04 00:00:00");
        scene.execute(
                "insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)"
                        + " values ('client_001', '2026-07-02 10:00Z', 'touchpoint_x', 'call',"
                        + " 'outbound')");
        scene.at("2026-07-03T23:15:00Z");
        assertThat(scene.automations().run().escalationCount()).isZero();
        scene.at("2026-07-04T00:15:00Z");
        assertThat(scene.automations().run().escalationCount()).isEqualTo(1);
        assertThat(scene.automations().run().escalationCount()).isZero();
        assertThat(
                        strings(
                                "select client_id || ' ' || severity || ' ' || opened_by from"
                                        + " escalations where opened_at > '2026-07-01'"))
                .containsExactly("client_002 medium system");
        assertThat(strings("select distinct status from automation_runs"))
                .containsExactly("completed");
        assertThat(scene.database.count("campaigns")).isZero();
    }

    @Test
    void oneClientsFailureIsNoOthersAndIsTriedAgain() {
        clients(3);
        String id = create("");
        scene.execute(
                """
                create function fail() returns trigger language plpgsql as
                    $$ begin raise exception 'not this one'; end $$
                """);
        scene.execute(
                "create trigger fail before insert on tasks for each row when (new.client_id ="
                        + " 'client_002') execute function fail()");
        Done done = scene.automations().run();
        assertThat(done.runCount()).isEqualTo(2);
        assertThat(done.failedCount()).isEqualTo(1);
        assertThat(scene.database.count("campaigns")).isEqualTo(2);
        assertThat(get(id).path("last_error").asText()).startsWith("failed for 1 of 3 clients");
        scene.execute("drop trigger fail on tasks");
        assertThat(scene.automations().run().runCount()).isEqualTo(1);
        assertThat(get(id).has("last_error")).isFalse();
    }

    @Test
    void oneRulesFailureIsNoOthers() {
        clients(2);
        String broken = create("'name': 'broken', 'trigger_type': 'usage_decline'");
        String sound = create("'name': 'sound'");
        scene.execute(
                """
                create function refuse() returns trigger language plpgsql as
                    $$ begin raise exception 'no more'; end $$
                """);
        scene.execute(
                "create trigger refuse before insert on automation_watches for each row when"
                        + " (new.automation_id = '"
                        + broken
                        + "') execute function refuse()");
        scene.execute(
                "insert into usage_daily_users (client_id, day, user_key, event_count) select"
                        + " 'client_001', date '2026-05-01' + n, 'u', 1 from generate_series(0, 20)"
                        + " n");
        Done done = scene.automations().run();
        assertThat(done.runCount()).isEqualTo(2);
        assertThat(done.failedCount()).isEqualTo(1);
        assertThat(get(broken).path("last_error").asText()).startsWith("not evaluated");
        assertThat(get(sound).has("last_error")).isFalse();
    }

    @Test
    void aFallThatNobodySawComingIsNew() {
        String id = create("'start_campaign': false, 'cooldown_days': 1");
        assertThat(on("2026-07-01", 50)).isEqualTo(1);
        move("pause", id, 1, "");
        // It was well for weeks, but no evaluation saw it.
        scene.at("2026-07-20T01:00:00Z");
        move("activate", id, 2, "");
        assertThat(preview(id).at("/preview/items/0/decision").asText()).isEqualTo("run");
        assertThat(on("2026-07-20", 50)).isEqualTo(1);
        assertThat(on("2026-07-22", 50)).as("it lasts").isZero();

        // A client that is no longer watched, and later is again, has no old watch either.
        move("update", id, 3, ", 'tier': 'enterprise'");
        assertThat(on("2026-07-23", 50)).isZero();
        assertThat(scene.database.count("automation_watches")).isZero();
    }

    @Test
    void oneRenewalIsOneSignAndOneThatIsOverIsNone() {
        scene.execute("update clients set churn_probability = 0.3, health_score = 90");
        scene.execute("update contracts set renewal_date = '2026-08-01', end_date = '2026-07-31'");
        scene.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                select client_id, 'contract_more', 'amendment', 10, '2026-06-01', '2026-07-31', '2026-07-31', tier
                from contracts
                """);
        String id =
                create(
                        "'trigger_type': 'renewal_risk', 'start_campaign': false, 'cooldown_days':"
                                + " 1");
        assertThat(scene.automations().run().runCount()).isEqualTo(1);
        scene.at("2026-07-03T02:15:00Z");
        assertThat(scene.automations().run().runCount()).as("its amendment").isZero();

        scene.execute("update contracts set end_date = '2026-07-02', renewal_date = '2026-07-03'");
        assertThat(preview(id).at("/preview/matching_count").asInt()).as("ended").isZero();
    }

    @Test
    void aPaymentIsOverdueUntilItIsCurrent() {
        scene.execute("update contracts set payment_status = 'overdue'");
        scene.execute(
                "insert into payment_status_changes (client_id, contract_id, changed_at, to_status)"
                        + " values ('client_acme', 'contract_client_acme', '2026-05-02Z',"
                        + " 'overdue'), ('client_acme', 'contract_client_acme', '2026-05-09Z',"
                        + " 'current'), ('client_acme', 'contract_client_acme', '2026-06-02Z',"
                        + " 'overdue'), ('client_acme', 'contract_client_acme', '2026-06-09Z',"
                        + " 'late'), ('client_acme', 'contract_client_acme', '2026-06-12Z',"
                        + " 'overdue')");
        assertOccurrence("payment_overdue", "contract_client_acme:2026-06-02T00:00:00.000000Z");
    }

    @Test
    void everySignHasItsOccurrence() {
        scene.execute("update contracts set renewal_date = '2026-08-01'");
        scene.execute(
                "insert into renewals (client_id, contract_id, renewal_date, stage_changed_at,"
                        + " current_arr_amount) select client_id, contract_id, renewal_date, now(),"
                        + " value from contracts");
        scene.execute("update clients set churn_probability = 0.3, health_score = 90");
        scene.execute(
                "insert into survey_responses (client_id, response_id, kind, score, responded_at)"
                        + " values ('client_acme', 'response_1', 'nps', 6, '2026-06-28Z'),"
                        + " ('client_acme', 'response_0', 'nps', 2, '2026-06-20Z')");
        scene.execute(
                "insert into risk_indicators (client_id, indicator_key, detected_at, category,"
                        + " severity) values ('client_acme', 'risk.champion_left', '2026-06-30"
                        + " 03:00Z', 'relationship', 'high')");
        scene.execute("update contracts set payment_status = 'overdue'");
        scene.execute(
                "insert into payment_status_changes (client_id, contract_id, changed_at, to_status)"
                        + " values ('client_acme', 'contract_client_acme', '2026-06-29 08:00Z',"
                        + " 'overdue')");
        assertOccurrence("nps_detractor", "response_1");
        assertOccurrence("renewal_risk", "contract_client_acme:2026-08-01");
        assertOccurrence("renewal_window", "contract_client_acme:2026-08-01");
        assertOccurrence("champion_left", "2026-06-30T03:00:00.000000Z");
        assertOccurrence("payment_overdue", "contract_client_acme:2026-06-29T08:00:00.000000Z");
        assertOccurrence("churn_probability", "2026-07-01T01:00:00.000000Z");
        assertOccurrence("usage_decline", "2026-07-01T01:00:00.000000Z");
        // The watch ends only well past the threshold.
        scene.execute("update clients set churn_probability = 0.21");
        create("'trigger_type': 'churn_probability', 'name': 'hover', 'alert_csm': false");
        scene.automations().run();
        assertThat(scene.database.count("automation_watches where value = 0.3")).isEqualTo(1);
        scene.execute("update clients set churn_probability = 0.19");
        scene.automations().run();
        assertThat(scene.database.count("automation_watches where value = 0.3")).isZero();
    }

    private void assertOccurrence(String trigger, String occurrenceKey) {
        String id = create("'trigger_type': '%s', 'start_campaign': false".formatted(trigger));
        assertThat(preview(id).at("/preview/would_run_count").asInt()).as(trigger).isEqualTo(1);
        assertThat(scene.automations().run().runCount()).as(trigger).isEqualTo(1);
        assertThat(
                        strings(
                                "select occurrence_key from automation_runs where automation_id = '"
                                        + id
                                        + "'"))
                .as(trigger)
                .containsExactly(occurrenceKey);
    }

    @Test
    void anActionThatThereIsNotIsToldAsAFault() {
        JsonNode refused = tools.refused(tool, "{'action': 'begin', 'threshold': 40}");
        assertThat(refused.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(refused.path("field").asText()).isEqualTo("action");
    }

    @Test
    void whatWritesToCustomersNeedsAYesAndSendsWhatThePreviewShowed() {
        clients(2);
        scene.execute(
                "insert into contacts (client_id, contact_id, name, email, role, is_primary)"
                        + " values ('client_002', 'contact_2', 'Bea Boss', 'bea@two.example',"
                        + " 'admin', true)");
        String settings =
                "'name': 'Mails', 'campaign_template': 'executive_outreach', 'send_emails': true";
        JsonNode asked = tools.refused(tool, "{" + settings + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/would_run_count").asInt()).isEqualTo(2);
        JsonNode mail = asked.at("/preview/first_email");
        assertThat(mail.path("subject").asText()).isEqualTo("Following up with Client 2");
        assertThat(mail.path("to").asText()).isEqualTo("bea@two.example");
        assertThat(scene.database.count("automations where kind = 'retention'")).isZero();
        JsonNode rule =
                tools.ok(
                                tool,
                                "{%s, 'confirmation_token': '%s'}"
                                        .formatted(
                                                settings,
                                                asked.path("confirmation_token").asText()))
                        .path("automation");
        assertThat(scene.automations().run().runCount()).isEqualTo(2);
        assertThat(strings("select contact_email || ' ' || subject from email_messages"))
                .as("whom nobody can be written to is left to a person")
                .containsExactly("bea@two.example Following up with Client 2");
        assertThat(scene.text("select automation_id from email_campaigns"))
                .isEqualTo(rule.path("automation_id").asText());

        // Once there is a contact, the mail that is due is queued.
        scene.at("2026-07-21T10:00:00Z");
        assertThat(scene.steps.run().queuedCount()).isZero();
        scene.execute(
                "insert into contacts (client_id, contact_id, name, email, role) values"
                        + " ('client_001', 'contact_1b', 'Al', 'al@one.example', 'admin')");
        assertThat(scene.steps.run().queuedCount()).isEqualTo(1);
        assertThat(scene.steps.run().queuedCount()).isZero();
        assertThat(scene.database.count("email_campaigns")).isEqualTo(1);

        // Pausing needs no confirmation, activating does; archiving needs one and is final.
        String id = rule.path("automation_id").asText();
        assertThat(move("pause", id, 1, "").at("/automation/status").asText()).isEqualTo("paused");
        JsonNode on = tools.refused(tool, action("activate", id, ", 'version': 2"));
        assertThat(on.path("code").asText()).isEqualTo("confirmation_required");
        move("activate", id, 2, token(on));
        JsonNode away = tools.refused(tool, action("archive", id, ", 'version': 3"));
        assertThat(away.path("code").asText()).isEqualTo("confirmation_required");
        move("archive", id, 3, token(away));
        assertThat(tools.refused(tool, action("activate", id, ", 'version': 4")).path("code"))
                .hasToString("\"failed_precondition\"");
    }

    @Test
    void anotherThresholdIsWatchedAnew() {
        scene.execute("update clients set health_score = 50");
        String id = create("'start_campaign': false");
        scene.automations().run();
        assertThat(scene.database.count("automation_watches")).isEqualTo(1);
        move("update", id, 1, ", 'cooldown_days': 10");
        assertThat(scene.database.count("automation_watches")).isEqualTo(1);
        JsonNode changed = move("update", id, 2, ", 'threshold': 55").path("automation");
        assertThat(changed.path("threshold").asText()).isEqualTo("55");
        assertThat(changed.path("cooldown_days").asInt()).isEqualTo(10);
        assertThat(scene.database.count("automation_watches")).isZero();
        assertThat(
                        tools.refused(tool, action("update", id, ", 'version': 2, 'threshold': 40"))
                                .path("code"))
                .hasToString("\"conflict\"");
        JsonNode other =
                move("update", id, 3, ", 'trigger_type': 'usage_decline'").path("automation");
        assertThat(other.path("threshold").asText()).isEqualTo("0.30");
        assertThat(tools.ok(tool, "{'action': 'list'}").at("/items/0/performance/run_count_30d"))
                .hasToString("1");
        move("pause", id, 4, "");
        scene.automations().run();
        assertThat(scene.database.count("automation_watches")).as("paused").isZero();
    }

    @Test
    void saysWhatToSendInstead() {
        JsonNode refused = tools.refused(tool, "{'threshold': 120, 'renewal_within_days': 30}");
        assertThat(refused.toString())
                .contains(
                        "threshold 120 is not for trigger_type health_score; send a health score"
                                + " from 0 to 100",
                        "renewal_risk alone; leave it out");
        assertThat(
                        tools.refused(tool, "{'trigger_type': 'champion_left', 'threshold': 1}")
                                .toString())
                .contains("has no threshold; leave it out");
        assertThat(tools.refused(tool, "{'threshold': 0.6}").path("message").asText())
                .endsWith("send 60 for 60 %");
        assertThat(tools.refused(tool, "{'campaign_template': 'winback'}").path("message").asText())
                .startsWith("campaign_template cannot be \"winback\"; send one of ")
                .contains("renewal_save");
        assertThat(tools.refused(tool, "{'start_campaign': false, 'alert_csm': false}").toString())
                .contains("does nothing; send start_campaign or alert_csm true");
        assertThat(tools.refused(tool, "{'trigger_type': 'renewal_risk'}").toString())
                .contains("failed_precondition", "identify_churn_risk");
        assertThat(
                        tools.refused(tool, "{'action': 'preview', 'trigger_type': 'renewal_risk'}")
                                .toString())
                .contains("failed_precondition", "identify_churn_risk");
        for (String action : List.of("create", "preview")) {
            assertThat(
                            tools.refused(
                                            tool,
                                            "{'action': '%s', 'segment_id': 'large ones'}"
                                                    .formatted(action))
                                    .path("field"))
                    .hasToString("\"segment_id\"");
        }
        create("'name': 'Mine'");
        assertThat(tools.refused(tool, "{'name': 'MINE'}").path("code"))
                .hasToString("\"conflict\"");
        assertThat(tools.refused(tool, "{'action': 'list', 'csm': 'x'}").toString())
                .contains("csm");
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        assertThat(tools.call(tool, writer, "{'name': 'x'}").content().toString())
                .contains("cs:admin", "preview, list or get");
        assertThat(tools.call(tool, writer, "{'action': 'preview'}").isError()).isFalse();
        JsonNode dry = tools.ok(tool, "{'name': 'dry', 'dry_run': true}");
        assertThat(dry.path("is_dry_run").asBoolean()).isTrue();
        assertThat(scene.database.count("automations where kind = 'retention'")).isEqualTo(1);
        String once = "{'name': 'once', 'idempotency_key': 'k'}";
        assertThat(tools.ok(tool, once)).isEqualTo(tools.ok(tool, once));
        assertThat(scene.database.count("automations where kind = 'retention'")).isEqualTo(2);
    }

    /** Adds this many clients in trouble, each a little larger than the one before. */
    private void clients(int count) {
        scene.execute("update clients set health_score = 90");
        IntStream.rangeClosed(1, count)
                .forEach(
                        i -> {
                            String id = "client_%03d".formatted(i);
                            scene.database
                                    .jdbi()
                                    .useHandle(
                                            db ->
                                                    RetentionScenes.client(
                                                            db,
                                                            id,
                                                            "Client " + i,
                                                            "starter",
                                                            1_000 * i,
                                                            "2024-01-01",
                                                            "2027-01-01"));
                        });
        scene.execute("update clients set health_score = 50 where client_id like 'client\\_0%'");
    }

    private String create(String settings) {
        return tools.ok(tool, "{" + settings + "}").at("/automation/automation_id").asText();
    }

    private JsonNode get(String id) {
        return tools.ok(tool, action("get", id, "")).path("automation");
    }

    private JsonNode preview(String id) {
        return tools.ok(tool, action("preview", id, ""));
    }

    private JsonNode move(String action, String id, int version, String more) {
        return tools.ok(tool, action(action, id, ", 'version': " + version + more));
    }

    private static String token(JsonNode asked) {
        return ", 'confirmation_token': '" + asked.path("confirmation_token").asText() + "'";
    }

    private static String action(String action, String id, String more) {
        return "{'action': '%s', 'automation_id': '%s'%s}".formatted(action, id, more);
    }

    private List<String> strings(String query) {
        return scene.database
                .jdbi()
                .withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }
}
