package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.communication.UnsentMail;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Contracts;
import io.os199.cs.core.Departure;
import io.os199.cs.core.StageMoves;
import io.os199.cs.core.Timeline;
import io.os199.cs.expansion.LostWithClient;
import io.os199.cs.health.lifecycle.LifecycleRules;
import io.os199.cs.health.lifecycle.LifecycleWork;
import io.os199.cs.health.lifecycle.StageChanges;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.retention.ChurnRecords;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The worked example of the tool over a real database, on 2026-06-30. */
class ManageLifecycleStagesTest {
    private static final String ACME = "'client_id': 'Acme Corp'";
    private static final String CHURN =
            "{'action': 'transition', 'client_id': 'Acme Corp', 'new_stage': 'churned', 'version':"
                    + " 1, 'transition_reason': 'Contract ended', 'churn_reason': 'Budget was cut',"
                    + " 'competitor': 'Initech', 'churned_on': '2026-06-30'";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final AuditLog audit = new AuditLog(clock);
    private final StageMoves moves = new StageMoves(new Timeline(), ClientAnswers.unkept());
    private final LifecycleRules rules = new LifecycleRules(moves, audit);
    private TestDatabase database;
    private ToolFixture tools;
    private ManageLifecycleStages tool;

    @BeforeEach
    void open() {
        database = TestDatabase.create(clock);
        tools = new ToolFixture(database.database(), clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        Departure departure =
                new Departure(
                        new Contracts(),
                        moves,
                        List.of(new ChurnRecords(new UnsentMail()), new LostWithClient()));
        tool =
                new ManageLifecycleStages(
                        database.database(),
                        new ClientDirectory(),
                        ClientAnswers.unkept(),
                        rules,
                        new StageChanges(moves, departure, audit),
                        new JobCalls(jobs, audit));
        client("client_acme", "Acme Corp", "active", "2026-06-27");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMoveOutsideTheTableIsRefusedWithTheAllowedOnes() {
        String call = transition("onboarding", 1);
        JsonNode refused = tools.refused(tool, call + "}");
        assertThat(refused.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(refused.path("expected").asText())
                .isEqualTo("expansion, renewal, at_risk, churned");
        assertThat(state()).isEqualTo("active active 1");

        // Only an administrator may force it.
        Principal writer = new Principal("key_writer", Set.of(Scope.CS_WRITE));
        assertThat(
                        tools.call(tool, writer, call + ", 'force': true}")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
        assertThat(tools.ok(tool, call + ", 'force': true}").path("current_stage").asText())
                .isEqualTo("onboarding");
        assertThat(state()).isEqualTo("onboarding active 2");
    }

    @Test
    void aMoveIsWrittenWithItsHistoryItsEventAndItsAuditRow() {
        String call = transition("expansion", 1);
        JsonNode dry = tools.ok(tool, call + ", 'dry_run': true}");
        assertThat(dry.path("is_dry_run").asBoolean()).isTrue();
        assertThat(state()).isEqualTo("active active 1");

        JsonNode moved = tools.ok(tool, call + "}");
        assertThat(moved.path("previous_stage").asText()).isEqualTo("active");
        assertThat(moved.path("current_stage").asText()).isEqualTo("expansion");
        assertThat(moved.path("previous_stage_days").asInt()).isEqualTo(3);
        assertThat(moved.path("effects")).isEmpty();
        assertThat(moved.at("/client/version").asInt()).isEqualTo(2);
        assertThat(
                        database.text(
                                "select from_stage || ' ' || to_stage || ' ' || reason || ' ' ||"
                                    + " actor from lifecycle_transitions order by changed_at desc"
                                    + " limit 1"))
                .isEqualTo("active expansion Agreed with them key_admin");
        assertThat(
                        database.text(
                                "select type || ' ' || title || ' ' || is_milestone from"
                                        + " timeline_events"))
                .isEqualTo("lifecycle Went from active to expansion true");
        assertThat(database.text("select action from audit_log"))
                .isEqualTo("transition active to expansion");

        // Already there: whatever the version, nothing happens.
        assertThat(tools.ok(tool, call + "}").path("previous_stage").asText())
                .isEqualTo("expansion");
        assertThat(database.count("lifecycle_transitions")).isEqualTo(2);
        assertThat(tools.refused(tool, transition("renewal", 1) + "}").path("code").asText())
                .isEqualTo("conflict");
    }

    @Test
    void ofTwoMovesAtOnceOneWins() throws Exception {
        List<Callable<JsonNode>> both =
                List.of(
                        () -> answer(transition("expansion", 1) + "}"),
                        () -> answer(transition("renewal", 1) + "}"));
        List<String> codes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<JsonNode> each : threads.invokeAll(both)) {
                codes.add(each.get().at("/error/code").asText("done"));
            }
        }
        assertThat(codes).containsExactlyInAnyOrder("done", "conflict");
        assertThat(database.count("lifecycle_transitions")).isEqualTo(2);
    }

    @Test
    void argumentsThatMakeNoSenseAreNamedTogether() {
        JsonNode refused =
                tools.refused(
                        tool,
                        "{'action': 'transition', 'client_id': 'Acme Corp', 'new_stage': 'renewal',"
                                + " 'churned_on': '2026-06-30', 'churn_reason': 'gone'}");
        assertThat(refused.toString())
                .contains("transition_reason", "version", "churned_on", "churn_reason");
        assertThat(
                        tools.refused(
                                        tool,
                                        "{'action': 'transition', 'client_id': 'Acme Corp',"
                                                + " 'version': 1, 'new_stage': 'churned',"
                                                + " 'transition_reason': 'left', 'churned_on':"
                                                + " '2026-07-01'}")
                                .toString())
                .contains("churn_reason", "is after today");
        assertThat(tools.refused(tool, "{'client_id': 'Acme Corp'}").toString())
                .contains("client_id", "analyze");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        assertThat(
                        tools.call(tool, reader, "{'action': 'apply_rules'}")
                                .content()
                                .at("/error/expected")
                                .asText())
                .isEqualTo("analyze or get");
    }

    @Test
    void whoLeavesLeavesWithEverything() {
        contract();
        belongings();
        JsonNode early = tools.refused(tool, CHURN.replace("2026-06-30", "2026-02-28") + "}");
        assertThat(early.toString()).contains("newest movement of the ledger, 2026-03-01");
        assertThat(tools.refused(tool, CHURN.replace("2026-06-30", "2025-12-31") + "}").toString())
                .contains("the contract's start, 2026-01-01");

        JsonNode asked = tools.refused(tool, CHURN + "}");
        assertThat(asked.path("code").asText()).isEqualTo("confirmation_required");
        assertThat(asked.at("/preview/effects").toString())
                .isEqualTo(
                        "[{\"effect\":\"status_churned\",\"count\":1},"
                            + "{\"effect\":\"arr_movement\",\"count\":1,\"arr_delta_amount\":-72000.00},"
                            + "{\"effect\":\"contracts_terminated\",\"count\":1},"
                            + "{\"effect\":\"renewals_lost\",\"count\":1},"
                            + "{\"effect\":\"churn_recorded\",\"count\":1},"
                            + "{\"effect\":\"campaigns_cancelled\",\"count\":1},"
                            + "{\"effect\":\"mails_cancelled\",\"count\":1},"
                            + "{\"effect\":\"watches_removed\",\"count\":1},"
                            + "{\"effect\":\"opportunities_lost\",\"count\":1}]");
        assertThat(state()).isEqualTo("active active 1");
        assertThat(database.count("churn_events")).isZero();
        assertThat(database.count("revenue_movements")).isEqualTo(2);
        assertThat(tools.ok(tool, CHURN + ", 'dry_run': true}").path("effects"))
                .isEqualTo(asked.at("/preview/effects"));

        String yes = ", 'confirmation_token': '" + asked.path("confirmation_token").asText() + "'}";
        String keyed = CHURN + ", 'idempotency_key': 'once'";
        JsonNode left = tools.ok(tool, keyed + yes);
        assertThat(tools.ok(tool, keyed + yes)).isEqualTo(left);
        assertThat(left.path("effects")).isEqualTo(asked.at("/preview/effects"));
        assertThat(left.at("/client/contract_value_amount").decimalValue())
                .isEqualByComparingTo("0");
        assertThat(state()).isEqualTo("churned churned 2");
        assertThat(
                        database.text(
                                "select string_agg(kind || ' ' || arr_delta_amount || ' ' ||"
                                        + " effective_on, ', ') from revenue_movements where kind ="
                                        + " 'churn'"))
                .isEqualTo("churn -72000.00 2026-06-30");
        assertThat(database.text("select sum(arr_delta_amount)::text from revenue_movements"))
                .isEqualTo("0.00");
        assertThat(
                        database.text(
                                "select reason || ' ' || arr_lost_amount || ' ' || competitor from"
                                        + " churn_events"))
                .isEqualTo("Budget was cut 72000.00 Initech");
        assertThat(database.text("select status || ' ' || terminated_on from contracts"))
                .isEqualTo("terminated 2026-06-30");
        assertThat(
                        database.text(
                                "select stage || ' ' || lost_reason || ' ' || closed_on from"
                                        + " renewals"))
                .isEqualTo("lost client_churned 2026-06-30");
        assertThat(database.text("select status || ' ' || outcome from campaigns"))
                .isEqualTo("cancelled churned");
        assertThat(
                        database.text(
                                "select string_agg(step_no || ' ' || status, ', ' order by step_no)"
                                        + " from campaign_steps"))
                .isEqualTo("1 done, 2 cancelled");
        assertThat(
                        database.text(
                                "select string_agg(status, ', ' order by message_id) from"
                                        + " email_messages"))
                .isEqualTo("delivered, cancelled");
        assertThat(database.count("automation_watches")).isZero();
        assertThat(database.text("select stage || ' ' || lost_reason from opportunities"))
                .isEqualTo("lost client_churned");
        assertThat(
                        database.text(
                                "select from_stage || ' ' || to_stage from"
                                        + " opportunity_stage_changes"))
                .isEqualTo("proposed lost");
        // Back again: active, without a contract.
        JsonNode back = tools.ok(tool, transition("onboarding", 2) + "}");
        assertThat(back.path("effects").toString())
                .isEqualTo("[{\"effect\":\"status_active\",\"count\":1}]");
        assertThat(state()).isEqualTo("onboarding active 3");
        assertThat(tools.ok(tool, keyed + "}")).isEqualTo(left);
        assertThat(state()).isEqualTo("onboarding active 3");

        // Gone for good on the same day: one churn, later than the return.
        clock.advance(Duration.ofHours(2));
        String again = CHURN.replace("'version': 1", "'version': 3");
        String token = tools.refused(tool, again + "}").path("confirmation_token").asText();
        tools.ok(tool, again + ", 'confirmation_token': '" + token + "'}");
        assertThat(database.count("churn_events")).isEqualTo(1);
        assertThat(
                        database.text(
                                "select created_at > all (select changed_at from"
                                    + " lifecycle_transitions where from_stage = 'churned') from"
                                    + " churn_events"))
                .isEqualTo("t");
    }

    /** It left on the 10th and returned on the 20th, each recorded on its day. */
    @Test
    void whoCameBackHasNotLeftAgainBefore() {
        contract();
        stageSince("active", "2026-05-01");
        clock.set("2026-06-10T12:00:00Z");
        leave("2026-06-10", 1);
        clock.set("2026-06-20T12:00:00Z");
        tools.ok(tool, transition("onboarding", 2) + "}");
        clock.set("2026-06-30T12:00:00Z");
        for (String day : List.of("2026-06-11", "2026-06-19")) {
            assertThat(tools.refused(tool, churn(day, 3) + "}").toString())
                    .contains("churned_on", "the day on which the client came back, 2026-06-20");
        }
        assertThat(database.text("select churned_on || ' ' || reason from churn_events"))
                .isEqualTo("2026-06-10 Budget was cut");
        leave("2026-06-20", 3);
        assertThat(database.count("churn_events")).isEqualTo(2);
    }

    /** As if it had never returned: one departure, with the loss of that time. */
    @Test
    void whoCameBackByMistakeLeftOnTheDayThatIsKnown() {
        contract();
        stageSince("active", "2026-05-01");
        clock.set("2026-06-10T12:00:00Z");
        leave("2026-06-10", 1);
        clock.set("2026-06-20T12:00:00Z");
        tools.ok(tool, transition("onboarding", 2) + "}");
        leave("2026-06-10", 3);
        assertThat(database.texts("select churned_on || ' ' || arr_lost_amount from churn_events"))
                .containsExactly("2026-06-10 72000.00");
        assertThat(database.text("select sum(arr_delta_amount)::text from revenue_movements"))
                .isEqualTo("0.00");
    }

    /** Churned by mistake, back with a contract of 80000, and gone for good, all on one day. */
    @Test
    void whoLeavesTwiceADayHasLostWhatItHadTheDayBefore() {
        contract();
        leave("2026-06-30", 1);
        tools.ok(tool, transition("onboarding", 2) + "}");
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier)
                values ('client_acme', 'contract_2', 'new', 80000, '2026-06-30', '2027-06-29', 'standard');
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id)
                values ('client_acme', '2026-06-30', 'movement_3', 'reactivation', 80000, 'contract_2')
                """);
        leave("2026-06-30", 3);
        assertThat(database.text("select sum(arr_delta_amount)::text from revenue_movements"))
                .isEqualTo("0.00");
        assertThat(
                        database.text(
                                "select string_agg(arr_lost_amount::text, ', ') from churn_events"))
                .isEqualTo("72000.00");
    }

    /** As imported: the ledger shows the churn, but no reason has been given. */
    @Test
    void whoHasChurnedAlreadyIsGivenAReasonOnce() {
        contract();
        database.execute(
                """
                update clients set status = 'churned', lifecycle_stage = 'churned', contract_start_date = '2026-01-01';
                update contracts set status = 'expired';
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('client_acme', '2026-06-10', 'movement_3', 'churn', -72000)
                """);
        assertThat(tools.refused(tool, CHURN.replace("2026-06-30", "2025-12-31") + "}").toString())
                .contains("the contract's start, 2026-01-01");
        assertThat(tools.refused(tool, CHURN.replace(" 1,", " 2,") + "}").path("code").asText())
                .isEqualTo("conflict");
        String undated = CHURN.replace(", 'churned_on': '2026-06-30'", "");
        String churn =
                "select string_agg(churned_on || ' ' || reason || ' ' || coalesce(reason_code, '-')"
                        + " || ' ' || arr_lost_amount, ', ') from churn_events";
        String recorded = "[{\"effect\":\"churn_recorded\",\"count\":1}]";
        assertThat(tools.ok(tool, undated + ", 'dry_run': true}").path("effects").toString())
                .isEqualTo(recorded);
        assertThat(database.count("churn_events")).isZero();
        assertThat(tools.ok(tool, undated + "}").path("effects").toString()).isEqualTo(recorded);
        assertThat(database.text(churn)).isEqualTo("2026-06-10 Budget was cut - 72000.00");

        // A reason recorded by an import is completed as well, and a manual entry stays.
        database.execute("update churn_events set reason = 'imported', competitor = null");
        String dated =
                CHURN.replace("2026-06-30", "2026-06-09").replace("Budget was cut", "price") + "}";
        assertThat(tools.ok(tool, dated).path("effects").toString()).isEqualTo(recorded);
        assertThat(tools.ok(tool, CHURN + "}").path("effects")).isEmpty();
        assertThat(database.text(churn)).isEqualTo("2026-06-09 price price 72000.00");
        assertThat(database.text("select competitor from churn_events")).isEqualTo("Initech");
        assertThat(database.count("revenue_movements")).isEqualTo(3);
        assertThat(state()).isEqualTo("churned churned 1");
        assertThat(database.text("select string_agg(action, ', ') from audit_log"))
                .isEqualTo("say why it churned, say why it churned");
    }

    @Test
    void riskComesFirstAndWaitsForNoWeek() {
        score(0, "48.00", "critical", "declining");
        renewal("2026-08-29");
        JsonNode standing = tools.ok(tool, "{'action': 'get', " + ACME + "}");
        assertThat(standing.path("stage_age_days").asInt()).isEqualTo(3);
        assertThat(standing.path("next").findValuesAsText("rule_id"))
                .containsExactly("LC_RISK", "LC_RENEWAL", "LC_EXPAND");
        assertThat(standing.at("/next/0/is_met").asBoolean()).isTrue();
        assertThat(standing.at("/next/1/conditions").toString())
                .isEqualTo(
                        "[{\"name\":\"renewal_in_days\",\"value\":\"60\",\"needed\":\"90 or less,"
                            + " of a renewal neither renewed nor"
                            + " lost\",\"is_met\":true},{\"name\":\"stage_age_days\",\"value\":\"3\",\"needed\":\"7"
                            + " or more\",\"is_met\":false}]");

        JsonNode run = tools.ok(tool, "{'action': 'apply_rules', " + ACME + "}");
        assertThat(run.at("/moved/0").toString())
                .contains(
                        "\"from\":\"active\",\"to\":\"at_risk\",\"rule_id\":\"LC_RISK\"",
                        "risk_sign band critical with 48.00, declining");
        assertThat(state()).isEqualTo("at_risk active 1");
        assertThat(
                        database.text(
                                "select actor from lifecycle_transitions order by changed_at desc"
                                        + " limit 1"))
                .isEqualTo("rule:LC_RISK");
        assertThat(
                        tools.ok(tool, "{'action': 'apply_rules', " + ACME + "}")
                                .path("unchanged_count")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void whoIsWellForTenDaysRecovers() {
        stageSince("at_risk", "2026-06-01");
        score(12, "66.00", "watch", "stable");
        score(6, "64.99", "at_risk", "stable");
        score(0, "70.00", "watch", "improving");
        assertThat(wouldMoveTo()).isEqualTo("");
        database.execute("delete from health_scores where overall < 65");
        assertThat(wouldMoveTo()).isEqualTo("active");
        renewal("2026-09-28");
        assertThat(wouldMoveTo()).isEqualTo("renewal");
        database.execute(
                """
                insert into escalations (client_id, escalation_id, severity, status, title, opened_by, opened_at,
                    acknowledge_due_at, due_at)
                values ('client_acme', 'escalation_1', 'low', 'open', 'Late', 'Kim', now(), now(), now())
                """);
        assertThat(wouldMoveTo()).isEqualTo("");
    }

    @Test
    void aRenewalIsDueNinetyDaysAhead() {
        stageSince("active", "2026-06-01");
        renewal("2026-09-28");
        assertThat(wouldMoveTo()).isEqualTo("renewal");
        database.execute("update renewals set renewal_date = '2026-09-29'");
        assertThat(wouldMoveTo()).isEqualTo("");
        // A missed renewal is due all the more; a decided one is not.
        database.execute("update renewals set renewal_date = '2026-06-01'");
        assertThat(wouldMoveTo()).isEqualTo("renewal");
        database.execute("update renewals set stage = 'renewed', closed_on = '2026-06-02'");
        assertThat(wouldMoveTo()).isEqualTo("");
        stageSince("renewal", "2026-06-01");
        assertThat(wouldMoveTo()).isEqualTo("active");
        database.execute("update renewals set stage = 'lost', lost_reason = 'price'");
        assertThat(wouldMoveTo()).isEqualTo("");
    }

    @Test
    void clientsAreTakenUpAndExpandByWhatIsStored() {
        stageSince("onboarding", "2026-06-01");
        database.execute("update clients set contract_start_date = '2026-05-31'");
        assertThat(wouldMoveTo()).isEqualTo("at_risk");
        database.execute(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select 'client_acme', 'u' || n, '2026-05-01', date '2026-05-31' + n from generate_series(1, 3) n
                """);
        assertThat(wouldMoveTo()).isEqualTo("");
        database.execute("update clients set contract_start_date = '2026-05-01'");
        assertThat(wouldMoveTo()).isEqualTo("adoption");
        database.execute(
                "update product_users set last_seen_on = '2026-05-31' where user_key = 'u1'");
        assertThat(wouldMoveTo()).isEqualTo("");
        plan("completed");
        assertThat(wouldMoveTo()).isEqualTo("adoption");
        plan("on_hold");
        assertThat(wouldMoveTo()).isEqualTo("");

        stageSince("adoption", "2026-06-01");
        score(7, "65.00", "watch", "stable");
        assertThat(wouldMoveTo()).isEqualTo("active");
        database.execute(
                "update health_scores set inputs = jsonb_set(inputs, '{active_user_count}', '9')");
        assertThat(wouldMoveTo()).isEqualTo("");
        database.execute("update lifecycle_transitions set changed_at = '2026-01-01T23:59:00Z'");
        assertThat(wouldMoveTo()).isEqualTo("active");
        database.execute("update health_scores set score_date = '2026-06-22'");
        assertThat(wouldMoveTo()).isEqualTo("");

        stageSince("active", "2026-06-01");
        score(0, "80.00", "healthy", "stable");
        opportunity("qualified");
        assertThat(wouldMoveTo()).isEqualTo("expansion");
        stageSince("expansion", "2026-06-01");
        assertThat(wouldMoveTo()).isEqualTo("");
        database.execute("update opportunities set stage = 'identified'");
        assertThat(wouldMoveTo()).isEqualTo("active");
    }

    @Test
    void whoIsStuckComesFromTheStaysOfOthers() {
        int n = 0;
        for (int days : List.of(40, 60, 80, 100, 120)) {
            n++;
            client("client_" + n, "Client " + n, "adoption", "2026-01-01");
            database.execute(
                    "insert into lifecycle_transitions (client_id, changed_at, from_stage,"
                            + " to_stage, actor) values ('client_"
                            + n
                            + "', timestamptz '2026-01-01T00:00:00Z' + interval '"
                            + days
                            + " days', 'adoption', '"
                            + (n == 1 ? "at_risk" : "active")
                            + "', 'Kim')");
            database.execute(
                    "update clients set lifecycle_stage = 'active' where client_id <> 'client_1'");
        }
        client("client_100", "Hundred", "adoption", "2026-03-22");
        client("client_101", "Hundred and one", "adoption", "2026-03-21");
        database.execute(
                "update clients set contract_value = 1000 where client_id like 'client_10_'");
        JsonNode answer = tools.ok(tool, "{}");
        JsonNode adoption = answer.at("/stages/1");
        assertThat(adoption.toString())
                .isEqualTo(
                        "{\"stage\":\"adoption\",\"client_count\":3,\"arr_amount\":2000.00,"
                            + "\"median_stage_age_days\":101.00,\"completed_stay_count\":5,"
                            + "\"median_stay_days\":80.00,\"p75_stay_days\":100.00,\"forward_rate\":0.8000}");
        assertThat(answer.path("stuck").findValuesAsText("client_id"))
                .containsExactly("client_101", "client_1");
        assertThat(answer.at("/stuck/0/limit_days").decimalValue()).isEqualTo("100.00");
        assertThat(answer.at("/transitions/0").toString())
                .isEqualTo(
                        "{\"from\":\"adoption\",\"to\":\"active\",\"count\":4,\"median_stay_days\":90.00}");
        assertThat(answer.path("data_gaps").findValuesAsText("reason").getFirst())
                .startsWith("no_recent_score: 8 clients");
        JsonNode onlyActive =
                tools.ok(
                        tool,
                        "{'current_stage': 'active', 'include_transitions': false,"
                                + " 'automation_rules': false, 'intervention_planning': false}");
        assertThat(onlyActive.path("stages")).hasSize(1);
        assertThat(onlyActive.has("transitions")).isFalse();
        assertThat(onlyActive.has("proposals")).isFalse();
        assertThat(onlyActive.path("recommendations")).isEmpty();
        assertThat(onlyActive.path("client_count").asInt()).isEqualTo(5);
    }

    @Test
    void theSurveyFindsWhoIsAtRiskNextAndReadyForMore() {
        score(0, "81.00", "healthy", "stable");
        database.execute(
                "update health_scores set inputs = jsonb_set(inputs, '{active_user_count}', '16')");
        JsonNode ready = tools.ok(tool, "{}");
        assertThat(ready.at("/expansion_ready/0/activation_rate").decimalValue())
                .isEqualTo("0.8000");
        database.execute(
                "update health_scores set inputs = inputs || '{\"active_user_count\": 29,"
                        + " \"licensed_user_count\": 35}'");
        assertThat(tools.ok(tool, "{}").at("/expansion_ready/0/activation_rate").decimalValue())
                .isEqualTo("0.8286");
        assertThat(ready.path("at_risk_next")).isEmpty();
        database.execute("update health_scores set change_points = -5.00");
        assertThat(tools.ok(tool, "{}").at("/at_risk_next/0/change_points").decimalValue())
                .isEqualTo("-5.00");
        database.execute("update health_scores set change_points = -4.99, band = 'critical'");
        JsonNode critical = tools.ok(tool, "{}");
        assertThat(critical.path("at_risk_next")).hasSize(1);
        assertThat(critical.at("/proposals/0/rule_id").asText()).isEqualTo("LC_RISK");
        assertThat(critical.path("proposal_count").asInt()).isEqualTo(1);
        assertThat(critical.path("recommendations").findValuesAsText("rule_id"))
                .containsExactly("LA_AT_RISK_NEXT", "LA_APPLY", "LA_EXPAND");
    }

    @Test
    void anEmptyPortfolioSaysSo() {
        database.execute("delete from lifecycle_transitions");
        database.execute("delete from clients");
        JsonNode empty = tools.ok(tool, "{}");
        assertThat(empty.path("client_count").asInt()).isZero();
        assertThat(empty.path("stages")).hasSize(7);
        assertThat(empty.path("data_gaps").findValuesAsText("reason")).contains("no_clients");
    }

    @Test
    void theHistoryOfAClientIsUntrustedAndHasItsNextStep() {
        stageSince("onboarding", "2026-06-02");
        database.execute(
                """
                insert into lifecycle_transitions (client_id, changed_at, from_stage, to_stage, reason, actor)
                values ('client_acme', '2026-06-25T23:30:00Z', 'onboarding', 'at_risk', 'Call +49 30 1234567', 'Kim')
                """);
        database.execute("update clients set lifecycle_stage = 'at_risk'");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        JsonNode standing = tools.call(tool, reader, "{'action': 'get', " + ACME + "}").content();
        assertThat(standing.path("history").toString())
                .isEqualTo(
                        "[{\"stage\":\"at_risk\",\"from_at\":\"2026-06-25T23:30:00Z\",\"stay_days\":5,\"untrusted\":true,\"reason_text\":\"Call"
                            + " [telephone]\",\"actor\":\"Kim\"},"
                            + "{\"stage\":\"onboarding\",\"from_at\":\"2026-06-02T00:00:00Z\","
                            + "\"to_at\":\"2026-06-25T23:30:00Z\",\"stay_days\":23,\"untrusted\":true,"
                            + "\"actor\":\"Kim\"}]");
        assertThat(standing.path("playbook").toString())
                .isEqualTo(
                        "{\"step\":\"Recovery plan with a"
                                + " sponsor\",\"due_on\":\"2026-07-02\",\"due_in_days\":2}");
    }

    /** The rules run as the worker runs them, over two chunks, one of which has no client to move. */
    @Test
    void theRulesMoveThePortfolioChunkByChunk() {
        stageSince("active", "2026-06-01");
        renewal("2026-07-30");
        client("client_beta", "Beta", "active", "2026-06-01");
        client("client_gone", "Gone", "churned", "2026-06-01");
        database.execute("update clients set status = 'churned' where client_id = 'client_gone'");
        LifecycleWork work = new LifecycleWork(rules, Set.of(), clock);
        RunningJob job =
                new RunningJob(
                        "job_1",
                        LifecycleRules.TOOL,
                        "system",
                        LifecycleWork.nightly(LocalDate.parse("2026-06-30")).arguments(),
                        clock.instant());
        List<JsonNode> results = new ArrayList<>();
        for (JobChunk chunk :
                List.of(
                        new JobChunk(1, "client_acme", "client_acme", 1),
                        new JobChunk(2, "client_beta", "client_gone", 2))) {
            results.add(database.database().write(tx -> work.work(tx, job, chunk)));
            // A chunk that runs again moves no client twice.
            assertThat(
                            database.database()
                                    .write(tx -> work.work(tx, job, chunk))
                                    .path("moved_count")
                                    .asInt())
                    .isZero();
        }
        JsonNode run = database.database().write(tx -> work.finish(tx, job, results));
        assertThat(run.toString())
                .startsWith(
                        "{\"evaluated_count\":2,\"moved_count\":1,\"unchanged_count\":1,\"no_recent_score_count\":2,");
        assertThat(
                        database.text(
                                "select string_agg(principal || ' ' || action, ', ') from"
                                        + " audit_log"))
                .isEqualTo("system apply lifecycle rules");
        assertThat(state()).isEqualTo("renewal active 1");
    }

    private JsonNode answer(String arguments) {
        return tools.call(tool, ToolFixture.ADMIN, arguments).content();
    }

    private static String transition(String stage, int version) {
        return "{'action': 'transition', %s, 'new_stage': '%s', 'transition_reason': 'Agreed with them', 'version': %d"
                .formatted(ACME, stage, version);
    }

    /** Returns where the rules would move Acme, if anywhere. */
    private String wouldMoveTo() {
        JsonNode run = tools.ok(tool, "{'action': 'apply_rules', " + ACME + ", 'dry_run': true}");
        return run.at("/moved/0/to").asText();
    }

    private String state() {
        return database.text(
                "select lifecycle_stage || ' ' || status || ' ' || version from clients where"
                        + " client_id = 'client_acme'");
    }

    private static String churn(String day, int version) {
        return CHURN.replace("2026-06-30", day).replace(" 1,", " %d,".formatted(version));
    }

    private void leave(String day, int version) {
        String churn = churn(day, version);
        String token = tools.refused(tool, churn + "}").path("confirmation_token").asText();
        tools.ok(tool, churn + ", 'confirmation_token': '" + token + "'}");
    }

    private void client(String id, String name, String stage, String since) {
        database.execute(
                "insert into client_names (client_id, name) values ('%s', '%s')"
                        .formatted(id, name));
        database.execute(
                "insert into clients (client_id, name, company_name, lifecycle_stage) values ('%s', '%s', '%s', '%s')"
                        .formatted(id, name, name, stage));
        database.execute(
                "insert into lifecycle_transitions (client_id, changed_at, to_stage, actor) values ('%s', '%sT00:00:00Z', '%s', 'Kim')"
                        .formatted(id, since, stage));
    }

    private void stageSince(String stage, String since) {
        database.execute("delete from lifecycle_transitions where client_id = 'client_acme'");
        database.execute(
                "insert into lifecycle_transitions (client_id, changed_at, to_stage, actor) values ('client_acme', '%sT00:00:00Z', '%s', 'Kim')"
                        .formatted(since, stage));
        database.execute(
                "update clients set lifecycle_stage = '%s' where client_id = 'client_acme'"
                        .formatted(stage));
    }

    private void score(int daysAgo, String overall, String band, String trend) {
        database.execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, coverage, band, trend, inputs)
                select 'client_acme', model_id, model_version, 30, date '2026-06-30' - %d, now(), now(), %s, 1, '%s', '%s',
                    '{"active_user_count": 10, "licensed_user_count": 20, "seen_user_count": 20,
                      "feature_available_count": 10, "feature_used_count": 4}'
                from scoring_models where kind = 'health' and status = 'active' and name = 'weighted_composite'
                """
                        .formatted(daysAgo, overall, band, trend));
    }

    private void contract() {
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier)
                values ('client_acme', 'contract_1', 'new', 72000, '2026-01-01', '2026-12-31', 'standard')
                """);
        database.execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount, contract_id)
                values ('client_acme', '2026-01-01', 'movement_1', 'new', 60000, 'contract_1'),
                    ('client_acme', '2026-03-01', 'movement_2', 'expansion', 12000, 'contract_1')
                """);
        database.execute(
                "update clients set contract_value = 72000 where client_id = 'client_acme'");
        database.execute(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount)
                values ('client_acme', 'contract_1', '2026-12-31', now(), 72000)
                """);
    }

    private void renewal(String date) {
        database.execute(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier)
                values ('client_acme', 'contract_1', 'new', 72000, '2026-01-01', '%s', 'standard')
                """
                        .formatted(date));
        database.execute(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount)
                values ('client_acme', 'contract_1', '%s', now(), 72000)
                """
                        .formatted(date));
    }

    private void plan(String status) {
        database.execute(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks, start_date,
                    target_date, baseline_target_date, status)
                values ('client_acme', 'plan_%s', 'Plan', 'standard', 5, 8, '2026-05-01', '2026-06-20', '2026-06-20', '%s')
                """
                        .formatted(status, status));
    }

    private void opportunity(String stage) {
        database.execute(
                """
                insert into opportunities (client_id, opportunity_id, type, finding_key, stage)
                values ('client_acme', 'opportunity_1', 'seats', 'seats:-', '%s')
                """
                        .formatted(stage));
    }

    private void belongings() {
        opportunity("proposed");
        database.execute(
                """
                insert into playbooks (playbook_key, playbook_version, name, kind, goal, steps)
                values ('save', 1, 'Save', 'retention', 'Stay', '[]') on conflict do nothing
                """);
        database.execute(
                """
                insert into campaigns (client_id, campaign_id, kind, playbook_key, playbook_version, intervention_level,
                    baseline, started_on, ends_on)
                values ('client_acme', 'campaign_1', 'retention', 'save', 1, 'light', '{}', '2026-06-01', '2026-07-31')
                """);
        database.execute(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text,
                    sender_email, target)
                values ('mailing_1', 'Save', 'custom', 'service', 'Hello', 'Hello', 'us@example.com', '{}')
                """);
        database.execute(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, status,
                    next_attempt_at)
                values ('client_acme', 'message_1', 'mailing_1', 'a@example.com', 'Hello', 'delivered', now()),
                    ('client_acme', 'message_2', 'mailing_1', 'b@example.com', 'Hello', 'queued', now())
                """);
        database.execute(
                """
                insert into campaign_steps (client_id, campaign_id, step_no, title, channel, due_date, status, message_id)
                values ('client_acme', 'campaign_1', 1, 'Mail', 'email', '2026-06-02', 'done', 'message_1'),
                    ('client_acme', 'campaign_1', 2, 'Mail', 'email', '2026-07-02', 'pending', 'message_2')
                """);
        database.execute(
                """
                insert into automations (automation_id, kind, name, trigger_type, actions)
                values ('automation_1', 'retention', 'Watch', 'health_score', '[]')
                """);
        database.execute(
                """
                insert into automation_watches (client_id, automation_id, condition_since, evaluated_at)
                values ('client_acme', 'automation_1', now(), now())
                """);
    }
}
