package io.os199.cs.api.tools.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestRedis;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The tool at noon on 2026-07-01. */
final class GetClientOverviewTest {
    private static final CoreToolsFixture core = new CoreToolsFixture();

    @BeforeEach
    void clear() {
        core.clear();
    }

    @AfterAll
    static void close() {
        core.close();
    }

    @Test
    void waitsThreeDaysForAnAnswerBeforeItCounts() {
        acme();
        outbound("2026-06-10T09:00:00Z", true);
        outbound("2026-06-11T09:00:00Z", true);
        outbound("2026-06-12T09:00:00Z", true);
        outbound("2026-06-26T09:00:00Z", false);

        JsonNode fiveDaysOld = overview("['engagement']");
        assertThat(rate(fiveDaysOld)).isEqualTo("0.7500");
        assertThat(rules(fiveDaysOld, "strengths")).containsExactly("OV_S_ENGAGED");

        core.run(
                "update touchpoints set occurred_at = '2026-06-29T09:00:00Z' where answered_at is"
                        + " null");
        JsonNode twoDaysOld = overview("['engagement']");
        assertThat(rate(twoDaysOld)).isEqualTo("1.0000");
        assertThat(twoDaysOld.at("/engagement/outbound_count_30d").asInt()).isEqualTo(4);
    }

    @Test
    void callsTwoAnsweredContactsNoStrength() {
        acme();
        outbound("2026-06-10T09:00:00Z", true);
        outbound("2026-06-11T09:00:00Z", true);
        JsonNode answer = overview("['engagement']");
        assertThat(rate(answer)).isEqualTo("1.0000");
        assertThat(answer.path("strengths")).isEmpty();
    }

    @Test
    void saysOfANewClientThatNothingIsKnown() {
        core.client("client_new", "Globex Ltd", "0", "2026-07-01T08:00:00Z");
        JsonNode answer = core.tools.ok(core.overview, "{'client_id': 'Globex Ltd'}");

        assertThat(answer.at("/revenue/arr_amount").toString()).isEqualTo("0.00");
        assertThat(answer.at("/usage/active_user_count_30d").asInt()).isZero();
        assertThat(answer.at("/usage/active_user_count_7d").asInt()).isZero();
        assertThat(answer.at("/usage").has("activation_rate")).isFalse();
        assertThat(answer.at("/engagement").has("answered_rate_30d")).isFalse();
        assertThat(answer.at("/support/open_p0_p1_count").asInt()).isZero();
        assertThat(answer.path("open_task_count").asInt()).isZero();
        assertThat(rules(answer, "attention")).containsExactly("OV_A_STALE");
        assertThat(fields(answer.path("data_gaps"), "field"))
                .contains("health", "onboarding", "revenue.next_renewal");
        assertThat(answer.has("health")).isFalse();
    }

    @Test
    void saysWhyThereIsNoRenewalProbability() {
        acme();
        JsonNode before = overview("['revenue']").path("data_gaps");
        assertThat(fields(before, "reason")).containsExactly("no_contract", "no_prediction");
        assertThat(before.at("/1/how_to_fix").asText()).contains("without client_id");
        core.run(
                """
                insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, coverage, calibration,
                    contributions)
                select 'client_acme', '2026-07-01', '2026-07-01T02:00:00Z', model_version, 0.4, 'none', '[]'
                from scoring_models where model_id = 'churn' and status = 'active'
                """);
        JsonNode after = overview("['revenue']").path("data_gaps");
        assertThat(fields(after, "reason")).containsExactly("no_contract", "insufficient_coverage");
    }

    @Test
    void saysWhyAClientWithAContractHasNoNextRenewal() {
        acme();
        core.run(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                values ('client_acme', 'contract_1', 'new', 72000, '2025-08-01', '2026-07-31', '2026-06-01', 'standard')
                """);
        core.run(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount,
                    closed_on)
                values ('client_acme', 'contract_1', '2026-06-01', 'renewed', now(), 72000, '2026-05-20')
                """);
        JsonNode renewed = overview("['revenue']");
        assertThat(renewed.at("/revenue/active_contract_count").asInt()).isEqualTo(1);
        assertThat(renewed.path("revenue").has("next_renewal")).isFalse();
        assertThat(renewed.at("/data_gaps/0/reason").asText()).isEqualTo("decided");
        assertThat(renewed.at("/data_gaps/0/how_to_fix").asText())
                .isEqualTo("Nothing to do: the next renewal comes with the contract that follows");
        core.run("update renewals set stage = 'lost', lost_reason = 'price'");
        assertThat(overview("['revenue']").at("/data_gaps/0/how_to_fix").asText())
                .isEqualTo("Nothing to do: the renewal is lost, and the contract runs out");
        core.run(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, tier)
                values ('client_acme', 'contract_2', 'new', 1000, '2026-01-01', 'standard')
                """);
        assertThat(overview("['revenue']").at("/data_gaps/0/reason").asText())
                .isEqualTo("no_renewal_date");
        core.run("update contracts set status = 'terminated', terminated_on = '2026-06-30'");
        assertThat(overview("['revenue']").at("/data_gaps/0/reason").asText())
                .isEqualTo("no_contract");
    }

    @Test
    void advisesNothingOfAChurnedClientThatIsRefused() {
        acme();
        score("2026-06-01T09:00:00Z");
        core.run("update health_scores set band = 'critical', trend = 'declining', overall = 20");
        core.run(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks,
                    start_date, target_date, baseline_target_date, status)
                values ('client_acme', 'plan_1', 'Start', 'standard', 4, 4, '2026-01-15', '2026-02-15', '2026-02-15',
                    'active')
                """);
        core.run(
                """
                insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on,
                    due_date, status, estimated_hours, is_first_value)
                values ('client_acme', 'plan_1', 1, 'Kickoff', 1, '2026-01-15', '2026-01-20', 'in_progress', 8, true)
                """);
        core.run("update clients set status = 'churned', lifecycle_stage = 'churned'");
        JsonNode answer = core.tools.ok(core.overview, "{'client_id': 'Acme Corp'}");
        assertThat(rules(answer, "attention")).containsExactly("OV_A_SILENT");
        assertThat(fields(answer.path("data_gaps"), "reason"))
                .containsExactly("churned", "fewer_than_5_delivered");
    }

    @ParameterizedTest
    @CsvSource({"2026-06-30T00:00:00Z,false,36.00", "2026-06-29T23:59:00Z,true,36.02"})
    void callsHealthStaleAfterThirtySixHours(String computedAt, boolean stale, String age) {
        acme();
        score(computedAt);
        JsonNode answer = overview("['health']");
        assertThat(answer.at("/health/is_stale").asBoolean()).isEqualTo(stale);
        assertThat(answer.at("/health/age_hours").toString()).isEqualTo(age);
        assertThat(answer.at("/health/coverage_rate").toString()).isEqualTo("0.9000");
        assertThat(rules(answer, "attention").contains("OV_A_STALE")).isEqualTo(stale);
        assertThat(rules(answer, "strengths")).containsExactly("OV_S_HEALTH", "OV_S_SATISFIED");
    }

    @Test
    void showsAChangeAtOnceThoughAnswersAreKept() {
        try (TestRedis redis = TestRedis.start();
                CoreToolsFixture kept = new CoreToolsFixture(redis.host(), redis.port())) {
            kept.client("client_acme", "Acme Corp", "72000", "2026-01-15T00:00:00Z");
            String call = "{'client_id': 'Acme Corp'}";
            assertThat(
                            kept.tools
                                    .ok(kept.overview, call)
                                    .at("/client/csm_assigned")
                                    .isMissingNode())
                    .isTrue();

            kept.run("update clients set csm = 'Grace' where client_id = 'client_acme'");
            assertThat(
                            kept.tools
                                    .ok(kept.overview, call)
                                    .at("/client/csm_assigned")
                                    .isMissingNode())
                    .as("kept for a minute")
                    .isTrue();

            kept.database.write(
                    tx -> {
                        kept.answers.changed(tx, "client_acme");
                        return true;
                    });
            assertThat(kept.tools.ok(kept.overview, call).at("/client/csm_assigned").asText())
                    .isEqualTo("Grace");
        }
    }

    @Test
    void readsEverySectionOfAClientWithAHistory() {
        acme();
        core.run(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier,
                    included_users)
                values ('client_acme', 'contract_1', 'new', 72000, '2025-09-01', '2026-08-31', '2026-08-31',
                    'standard', 4)
                """);
        core.run(
                """
                insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                select 'client_acme', u, '2026-01-01', '2026-07-01' from unnest(array['a', 'b', 'c']) u
                """);
        core.run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select 'client_acme', d::date, 'a', 2 from generate_series('2026-05-04'::date, '2026-07-01', '1 day') d
                """);
        core.run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                values ('client_acme', '2026-06-10', 'b', 29), ('client_acme', '2026-06-10', 'c', 29)
                """);
        core.run(
                """
                insert into onboarding_plans (client_id, plan_id, name, product_tier, team_size, timeline_weeks,
                    start_date, target_date, baseline_target_date, status)
                values ('client_acme', 'plan_1', 'Start', 'standard', 4, 4, '2026-01-15', '2026-02-15', '2026-02-15',
                    'active')
                """);
        core.run(
                """
                insert into onboarding_milestones (client_id, plan_id, sequence, name, week, planned_start_on,
                    due_date, completed_on, status, estimated_hours, is_first_value)
                values ('client_acme', 'plan_1', 1, 'Kickoff', 1, '2026-01-15', '2026-01-20', '2025-09-11',
                        'completed', 8, true),
                    ('client_acme', 'plan_1', 2, 'Training', 2, '2026-01-20', '2026-02-01', null, 'in_progress', 8, false),
                    ('client_acme', 'plan_1', 3, 'Extra', 2, '2026-01-20', '2026-02-01', null, 'skipped', 8, false)
                """);
        core.run(
                """
                insert into training_modules (module_id, code, name, format, duration_minutes)
                values ('module_1', 'M1', 'M', 'video', 10);
                insert into contacts (client_id, contact_id, name, email)
                values ('client_acme', 'contact_t', 'Tea Rose', 'T@acme.example');
                insert into training_completions (client_id, module_id, contact_email, attempt, completed_at, passed)
                values ('client_acme', 'module_1', 't@acme.example', 1, '2026-01-05Z', true),
                    ('client_acme', 'module_1', 'outsider@else.example', 1, '2026-01-05Z', true)
                """);
        core.run(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, status,
                    opened_at, resolved_at, first_response_seconds, resolution_seconds, satisfaction,
                    satisfaction_at, satisfaction_scale)
                values ('client_acme', 'ticket_1', 's', 'd', 'P1', 'other', 'open', '2026-06-20T00:00:00Z', null, null,
                        null, null, null, null),
                    ('client_acme', 'ticket_2', 's', 'd', 'P3', 'other', 'resolved', '2026-05-10T00:00:00Z',
                        '2026-06-15T00:00:00Z', 90, 5400, 4, '2026-06-15T00:00:00Z', 'five_point'),
                    ('client_acme', 'ticket_3', 's', 'd', 'P3', 'other', 'closed', '2026-04-20T00:00:00Z',
                        '2026-04-25T00:00:00Z', null, null, 1, '2026-04-25T00:00:00Z', 'binary')
                """);
        core.run(
                """
                insert into tasks (client_id, task_id, title, due_date, source, source_id)
                select 'client_acme', 'task_' || n, 'Task ' || n, '2026-06-30', 'review', 'r'
                from generate_series(10, 21) n
                """);
        core.run(
                """
                insert into risk_indicators (client_id, indicator_key, detected_at, category, severity)
                values ('client_acme', 'low', '2026-06-30T00:00:00Z', 'usage', 'low'),
                    ('client_acme', 'worst', '2026-06-01T00:00:00Z', 'usage', 'critical')
                """);

        JsonNode answer = core.tools.ok(core.overview, "{'client_id': 'Acme Corp'}");

        JsonNode usage = answer.path("usage");
        assertThat(usage.path("activation_rate").toString()).isEqualTo("0.7500");
        assertThat(usage.path("stickiness_rate").toString()).isEqualTo("0.3556");
        assertThat(usage.path("event_change_percent").toString()).isEqualTo("100.00");
        assertThat(answer.at("/onboarding/completion_rate").toString()).isEqualTo("0.5000");
        assertThat(answer.at("/onboarding/overdue_count").asInt()).isEqualTo(1);
        assertThat(answer.at("/onboarding/time_to_value_days").asInt()).isEqualTo(10);
        assertThat(answer.at("/onboarding/trained_contact_count").asInt()).isEqualTo(1);
        assertThat(answer.at("/support/open_p0_p1_count").asInt()).isEqualTo(1);
        assertThat(answer.at("/support/median_first_response_minutes_30d").toString())
                .isEqualTo("1.50");
        assertThat(answer.at("/support/median_resolution_hours_30d").toString()).isEqualTo("1.50");
        assertThat(answer.at("/support/mean_satisfaction_90d").toString()).isEqualTo("4.00");
        assertThat(answer.at("/support/satisfaction_count_90d").asInt()).isEqualTo(1);
        assertThat(answer.at("/revenue/next_renewal/renewal_in_days").asInt()).isEqualTo(61);
        assertThat(answer.path("tasks")).hasSize(10);
        assertThat(answer.path("truncated").toString())
                .isEqualTo("[{\"list\":\"tasks\",\"shown_count\":10,\"total_count\":12}]");
        assertThat(answer.at("/risks/0/indicator_key").asText()).isEqualTo("worst");
        assertThat(rules(answer, "attention"))
                .containsExactly(
                        "OV_A_RENEWAL",
                        "OV_A_ESCALATION",
                        "OV_A_SILENT",
                        "OV_A_ONBOARDING",
                        "OV_A_STALE");
        assertThat(fields(answer.path("recommendations"), "rule_id"))
                .isEqualTo(rules(answer, "attention"));
    }

    @Test
    void leavesOutASectionThatTakesTooLongAndKeepsNoSuchAnswer() {
        try (TestRedis redis = TestRedis.start();
                CoreToolsFixture kept = new CoreToolsFixture(redis.host(), redis.port())) {
            kept.client("client_acme", "Acme Corp", "72000", "2026-01-15T00:00:00Z");
            String call = "{'client_id': 'Acme Corp', 'sections': ['engagement', 'support']}";
            try (Handle other = kept.jdbi.open()) {
                other.begin();
                other.execute("lock table tickets in access exclusive mode");
                JsonNode late = kept.tools.ok(kept.overview, call);
                assertThat(late.has("support")).isFalse();
                assertThat(late.has("engagement")).isTrue();
                assertThat(late.at("/data_gaps/0/field").asText()).isEqualTo("support");
                assertThat(late.at("/data_gaps/0/reason").asText()).isEqualTo("timeout");
                other.rollback();
            }
            assertThat(kept.tools.ok(kept.overview, call).has("support")).isTrue();
        }
    }

    @Test
    void callsAttentionToABadBandAFallAndAReviewPastItsCadence() {
        acme();
        score("2026-07-01T09:00:00Z");
        core.run("update health_scores set band = 'at_risk', trend = 'declining', overall = 50");
        core.run("update clients set contract_start_date = '2025-07-01'");
        assertThat(rules(overview("['health', 'communication']"), "attention"))
                .containsExactly("OV_A_BAND", "OV_A_FALLING");
        core.run("update clients set contract_start_date = '2025-06-30'");
        JsonNode answer = overview("['health', 'communication']");
        assertThat(rules(answer, "attention"))
                .containsExactly("OV_A_BAND", "OV_A_FALLING", "OV_A_REVIEW");
        assertThat(fields(answer.path("recommendations"), "priority"))
                .containsExactly("high", "high", "medium");
        assertThat(rules(answer, "strengths")).containsExactly("OV_S_SATISFIED");
    }

    @Test
    void callsAttentionToARenewalOfNinetyDaysThatNobodyHasDecided() {
        acme();
        core.run(
                """
                insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date, tier)
                values ('client_acme', 'contract_1', 'new', 72000, '2026-01-01', '2026-12-31', '2026-09-30', 'standard')
                """);
        assertThat(overview("['revenue']").path("attention")).isEmpty();
        core.run("update contracts set renewal_date = '2026-09-29'");
        assertThat(rules(overview("['revenue']"), "attention")).containsExactly("OV_A_RENEWAL");
        core.run("update contracts set auto_renew = true");
        assertThat(overview("['revenue']").path("attention")).isEmpty();
        core.run("update contracts set auto_renew = false");
        core.run(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount)
                values ('client_acme', 'contract_1', '2026-09-29', 'committed', now(), 72000)
                """);
        assertThat(overview("['revenue']").path("attention")).isEmpty();
    }

    @Test
    void callsAClientSilentAfterMoreThanThirtyDays() {
        acme();
        outbound("2026-06-01T00:00:00Z", true);
        assertThat(overview("['engagement']").path("attention")).isEmpty();
        core.run("update touchpoints set occurred_at = '2026-05-31T23:59:59Z'");
        assertThat(rules(overview("['engagement']"), "attention")).containsExactly("OV_A_SILENT");
    }

    @Test
    void masksThePrimaryContactForThoseWithoutTheRight() {
        acme();
        core.run(
                """
                insert into contacts (client_id, contact_id, name, email, is_primary)
                values ('client_acme', 'contact_1', 'Ada Byron', 'ada@acme.example', true)
                """);
        JsonNode masked =
                core.tools
                        .call(
                                core.overview,
                                new Principal("key_reader", Set.of(Scope.CS_READ)),
                                "{'client_id': 'Acme Corp', 'sections': ['tasks']}")
                        .content()
                        .path("primary_contact");
        assertThat(masked.path("name").asText()).isEqualTo("A. B.");
        assertThat(masked.path("email").asText()).isEqualTo("a***@acme.example");
        assertThat(overview("['tasks']").at("/primary_contact/name").asText())
                .isEqualTo("Ada Byron");
    }

    @Test
    void showsAsMuchOfALongHistoryAsTheAnswerHasRoomFor() {
        acme();
        core.run(
                """
                insert into timeline_events (client_id, occurred_at, event_id, type, title, detail, actor, source)
                select 'client_acme', '2026-06-03T00:00:00Z'::timestamptz + n * interval '1 hour', 'event_' || n,
                    'note', repeat('日', 150), jsonb_build_object('words', repeat('日', 320)), 'ada', 'test'
                from generate_series(1, 40) n
                """);
        core.run(
                """
                insert into tasks (client_id, task_id, title, due_date, source, source_id)
                select 'client_acme', 'task_' || n, repeat('日', 190) || n, '2026-06-30', 'review', 'r'
                from generate_series(1, 10) n
                """);
        String json =
                core.tools
                        .call(core.overview, ToolFixture.ADMIN, "{'client_id': 'Acme Corp'}")
                        .json()
                        .toString();
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(20_500, 24_000);
        JsonNode answer = Json.read(json, JsonNode.class);
        int shown = answer.path("activity").size();
        assertThat(shown).isBetween(1, 9);
        assertThat(answer.at("/activity/0/event_id").asText()).isEqualTo("event_40");
        assertThat(answer.path("truncated").toString())
                .isEqualTo(
                        "[{\"list\":\"activity\",\"shown_count\":%d,\"total_count\":40}]"
                                .formatted(shown));
    }

    @Test
    void refusesAnUnknownSectionNamingTheOthers() {
        acme();
        JsonNode error =
                core.tools.refused(
                        core.overview, "{'client_id': 'Acme Corp', 'sections': ['money']}");
        assertThat(error.path("code").asText()).isEqualTo("invalid_argument");
        assertThat(error.path("message").asText()).contains("revenue");
    }

    private void acme() {
        core.client("client_acme", "Acme Corp", "72000", "2026-01-15T00:00:00Z");
    }

    private void outbound(String at, boolean answered) {
        core.run(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, answered_at)
                values ('client_acme', ?::timestamptz, ?, 'email', 'outbound', ?::timestamptz)
                """,
                at,
                "touchpoint_" + at,
                answered ? at : null);
    }

    private void score(String computedAt) {
        core.run(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date,
                    computed_at, cut_at, overall, satisfaction, coverage, band, trend, inputs)
                values ('client_acme', 'weighted_composite', 1, 30, '2026-06-30', ?::timestamptz, ?::timestamptz,
                    85, 80, 0.90, 'healthy', 'stable', '{"response_count": 3}')
                """,
                computedAt,
                computedAt);
    }

    private JsonNode overview(String sections) {
        return core.tools.ok(
                core.overview, "{'client_id': 'Acme Corp', 'sections': " + sections + "}");
    }

    private static String rate(JsonNode answer) {
        return answer.at("/engagement/answered_rate_30d").toString();
    }

    private static List<String> rules(JsonNode answer, String list) {
        return fields(answer.path(list), "rule_id");
    }

    private static List<String> fields(JsonNode list, String field) {
        List<String> values = new ArrayList<>();
        list.forEach(item -> values.add(item.path(field).asText()));
        return values;
    }
}
