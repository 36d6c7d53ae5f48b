package io.os199.cs.api.tools.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.security.Principal;
import io.os199.cs.api.security.Scope;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** The worked examples of the tool, for 180 days from 2026-07-01. */
class ForecastRenewalsTest {
    private final RenewalsFixture scene = new RenewalsFixture();
    private final ForecastRenewals tool =
            new ForecastRenewals(
                    scene.database, scene.features.directory(), scene.jobs, scene.cursors);

    @BeforeEach
    void fresh() {
        ranAt("2026-07-01T03:40:00Z");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void sixRenewalsFromTheWorstCaseToTheBest() {
        sixRenewals();
        JsonNode answer = scene.ok(tool, "{}");
        JsonNode totals = answer.path("totals");
        assertAmounts(
                totals,
                "arr_due_amount 350000.00",
                "worst_amount 170000.00",
                "commit_amount 296000.00",
                "best_amount 346000.00",
                "expected_amount 301000.00");
        assertThat(totals.path("expected_gross_rate").asText()).isEqualTo("0.8151");
        assertThat(totals.path("expected_net_rate").asText()).isEqualTo("0.8600");
        assertThat(totals.has("expected_low_amount")).isFalse();
        assertThat(totals.path("calibration_note").asText())
                .startsWith("expert prior, not yet learned from this deployment's churn");
        assertThat(answer.at("/evidence/committed_weight").asText()).isEqualTo("0.9500");
        assertThat(answer.at("/evidence/period_end").asText()).isEqualTo("2026-12-28");
        assertThat(weights(answer))
                .containsExactlyInAnyOrder(
                        "client_a 1.0000 outcome",
                        "client_b 0.9500 usual_rate",
                        "client_c 0.8000 churn_model",
                        "client_d 0.9200 churn_model",
                        "client_e 0.5500 churn_model",
                        "client_f 0.0000 outcome");
        assertThat(answer.path("data_gaps")).isEmpty();

        scene.execute("update scoring_models set calibration = 'full' where model_id = 'churn'");
        JsonNode calibrated = scene.ok(tool, "{}").path("totals");
        assertAmounts(
                calibrated, "expected_low_amount 244153.85", "expected_high_amount 346000.00");
        assertThat(calibrated.has("calibration_note")).isFalse();
    }

    /** The worst case holds a committed renewal in full, what is expected only as often as such come about. */
    @Test
    void theRangeOfCommittedRenewalsHoldsWhatIsExpected() {
        renewal("client_a", "A", 100_000, "committed", null, null);
        scene.ok(tool, "{}");
        scene.execute("update scoring_models set calibration = 'full' where model_id = 'churn'");
        assertAmounts(
                scene.ok(tool, "{}").path("totals"),
                "worst_amount 100000.00",
                "expected_amount 95000.00",
                "expected_low_amount 95000.00",
                "expected_high_amount 100000.00");
    }

    /** The renewal that was due in September was already lost with the client in spring. */
    @Test
    void whoChurnedBeforeItsRenewalOwesNone() {
        sixRenewals();
        renewal("client_g", "G", 22_000, "lost", null, null);
        renewal("client_h", "H", 23_000, "lost", null, null);
        renewal("client_i", "I", 24_000, "lost", null, null);
        scene.execute(
                """
                update renewals set closed_on = '2026-04-01' where client_id in ('client_g', 'client_h', 'client_i');
                update renewals set lost_reason = 'client_churned' where client_id = 'client_g';
                update renewals set closed_on = '2026-04-10' where client_id = 'client_h';
                update contracts set status = 'terminated', terminated_on = '2026-04-01'
                where client_id in ('client_g', 'client_h', 'client_i');
                insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                values ('client_h', '2026-04-01', 'Sold', 23000)
                """);
        JsonNode answer = scene.ok(tool, "{}");
        assertAmounts(answer.path("totals"), "renewal_count 7", "arr_due_amount 374000.00");
        assertThat(answer.path("renewals").findValuesAsText("client_id"))
                .as("one was lost, told days later and for a reason of its own, with its client")
                .hasSize(7)
                .doesNotContain("client_g", "client_h")
                .as("who gave up one contract early, and stays, loses what was due")
                .contains("client_i");
    }

    @Test
    void groupsAddUpAndWhatIsThinlyCommittedIsNamed() {
        sixRenewals();
        scene.execute("update clients set csm = 'lee' where client_id in ('client_e', 'client_f')");
        JsonNode byCsm = scene.ok(tool, "{'group_by': 'csm'}");
        assertThat(byCsm.path("by_group").toString())
                .contains(
                        "{\"key\":\"kim\",\"renewal_count\":4,\"arr_due_amount\":280000.00,\"expected_amount\":273500.00,"
                            + "\"worst_amount\":170000.00,\"commit_amount\":296000.00,\"best_amount\":296000.00}");
        JsonNode byMonth = scene.ok(tool, "{'limit': 2}");
        assertThat(byMonth.at("/by_group/0/key").asText()).isEqualTo("2026-09");
        assertThat(byMonth.path("renewals")).hasSize(2);
        JsonNode rest =
                scene.ok(
                        tool,
                        "{'limit': 200, 'cursor': '" + byMonth.path("next_cursor").asText() + "'}");
        assertThat(rest.path("renewals")).hasSize(4);
        JsonNode lee = scene.ok(tool, "{'csm': 'lee'}");
        assertThat(rules(lee)).containsExactly("F-GAP", "F-STALE");
        assertThat(lee.at("/recommendations/0/because").asText())
                .isEqualTo("in 2026-09 commit 0.00 is less than 0.80 of the 70000.00 due");
        assertThat(scene.ok(tool, "{'client_id': 'E'}").at("/totals/expected_amount").asText())
                .isEqualTo("27500.00");
    }

    /** A probability set by a person counts; otherwise the outcomes of opportunities that had come as far. */
    @Test
    void openOpportunitiesWeighAsTheirLikeCameOut() {
        renewal("client_a", "A", 40_000, "upcoming", null, 0.92);
        opportunity("own", "seats", "proposed", 1_000, 0.30, "2026-08-01");
        opportunity("stage", "seats", "proposed", 10_000, null, "2026-08-01");
        opportunity("late", "seats", "proposed", 5_000, null, "2027-08-01");
        JsonNode planned = scene.ok(tool, "{}");
        assertAmounts(
                planned,
                "expansion_in_period_amount 11000.00",
                "expansion_weighted_amount 5300.00");
        for (int i = 0; i < 20; i++) {
            String id = "closed" + i;
            opportunity(id, i < 10 ? "seats" : "upsell", i < 8 ? "won" : "lost", 100, null, null);
            scene.execute(
                    """
                    insert into opportunity_stage_changes (client_id, opportunity_id, changed_at, from_stage, to_stage, actor)
                    values ('client_a', ?, '2026-05-01', 'proposed', ?, 'key_csm')
                    """,
                    "opportunity_" + id,
                    i < 8 ? "won" : "lost");
        }
        // (8 + 10 × 8/20) ÷ (10 + 10) = 0.60
        assertAmounts(scene.ok(tool, "{}"), "expansion_weighted_amount 6300.00");
    }

    private void opportunity(
            String id,
            String type,
            String stage,
            int value,
            @Nullable Double probability,
            @Nullable String close) {
        boolean closed = stage.equals("won") || stage.equals("lost");
        scene.execute(
                """
                insert into opportunities (client_id, opportunity_id, type, finding_key, stage, value_amount, probability,
                    expected_close, closed_on, lost_reason)
                values ('client_a', ?, ?, ?, ?, ?, ?, ?::date, ?::date, ?)
                """,
                "opportunity_" + id,
                type,
                type + ":" + id,
                stage,
                value,
                probability,
                close,
                closed ? "2026-05-01" : null,
                stage.equals("lost") ? "price" : null);
    }

    @Test
    void aRenewalWithoutAProbabilityIsOutsideWhatIsExpected() {
        renewal("client_g", "G", 40_000, "negotiating", null, null);
        renewal("client_h", "H", 60_000, "upcoming", null, 0.92);
        JsonNode answer = scene.ok(tool, "{}");
        JsonNode totals = answer.path("totals");
        assertAmounts(
                totals,
                "arr_due_amount 100000.00",
                "expected_amount 55200.00",
                "commit_amount 60000.00",
                "best_amount 100000.00",
                "arr_without_probability_amount 40000.00");
        assertThat(totals.path("expected_net_rate").asText()).isEqualTo("0.9200");
        assertThat(totals.path("without_probability_count").asInt()).isEqualTo(1);
        assertThat(answer.at("/data_gaps/0/reason").asText()).isEqualTo("no_probability");
    }

    @Test
    void commitmentsWeighAsOftenAsTheyHeld() {
        for (int i = 0; i < 20; i++) {
            String id = "client_old" + i;
            scene.client(id, "Old " + i, 1_000, "2025-01-01", "2025-12-31");
            scene.execute(
                    """
                    insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount,
                        outcome_arr_amount, committed_on, closed_on, lost_reason)
                    values (?, ?, '2025-12-31', ?, now(), 1000, ?, '2025-12-01', '2025-12-31', ?)
                    """,
                    id,
                    "contract_" + id,
                    i < 18 ? "renewed" : "lost",
                    i < 18 ? 1_000 : 0,
                    i < 18 ? null : "price");
        }
        renewal("client_b", "B", 60_000, "committed", null, 0.10);
        JsonNode answer = scene.ok(tool, "{}");
        assertThat(answer.at("/renewals/0/weight").asText()).isEqualTo("0.9167");
        assertThat(answer.at("/renewals/0/weight_basis").asText()).isEqualTo("own_rate");
    }

    @Test
    void aLockedRenewalIsAsGoodAsCommitted() {
        renewal("client_l", "L", 50_000, "upcoming", 40_000, 0.10);
        scene.execute(
                "update contracts set auto_renew = true, notice_period_days = 95 where client_id ="
                        + " 'client_l'");
        JsonNode answer = scene.ok(tool, "{}");
        assertAmounts(
                answer.path("totals"),
                "worst_amount 40000.00",
                "commit_amount 40000.00",
                "expected_amount 38000.00");
        // On the last day of notice the customer can still terminate.
        scene.execute("update contracts set notice_period_days = 91");
        assertThat(scene.ok(tool, "{}").at("/renewals/0/weight").asText()).isEqualTo("0.1000");
    }

    @Test
    void pastForecastsAreComparedWithWhatCameAndWithTheNaiveOne() {
        decided("client_x", "X", 100_000, 105_000, 0.9);
        decided("client_y", "Y", 50_000, 50_000, 0.8);
        decided("client_z", "Z", 40_000, 0, 0.4);
        JsonNode backtest = scene.ok(tool, "{}").path("backtest");
        assertAmounts(backtest, "predicted_amount 146000.00", "actual_amount 155000.00");
        assertThat(backtest.path("error_rate").asText()).isEqualTo("-0.0581");
        assertThat(backtest.path("brier").asText()).isEqualTo("0.0700");
        assertThat(backtest.path("predicted_renewed_count").asText()).isEqualTo("2.10");
        assertThat(backtest.path("actual_renewed_count").asInt()).isEqualTo(2);
        assertThat(backtest.has("calibration")).isFalse();
        assertThat(backtest.has("naive")).isFalse();

        // A year earlier, one of two was renewed: the forecast is compared with that rate applied
        // to all.
        decidedOn("client_v", "V", 10_000, 10_000, "2025-03-31");
        decidedOn("client_w", "W", 10_000, 0, "2025-03-31");
        JsonNode naive = scene.ok(tool, "{}").at("/backtest/naive");
        assertThat(naive.path("renewal_rate").asText()).isEqualTo("0.5000");
        assertAmounts(naive, "predicted_amount 95000.00");
        assertThat(naive.path("error_rate").asText()).isEqualTo("-0.3871");
        assertThat(naive.path("brier").asText()).isEqualTo("0.2500");

        // The newest forecast that is old enough counts, and none that is too old.
        scene.execute(
                """
                insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, probability, amount,
                    current_arr_amount, weight_basis)
                select client_id, contract_id, renewal_date - 89, now(), stage, 0, 0, 0, 'churn_model' from renewals
                """);
        assertThat(scene.ok(tool, "{}").at("/backtest/predicted_amount").decimalValue())
                .isEqualByComparingTo("146000");
        scene.execute("delete from renewal_forecasts where client_id = 'client_x'");
        JsonNode less = scene.ok(tool, "{}");
        assertThat(less.at("/backtest/renewal_count").asInt()).isEqualTo(2);
        assertThat(less.at("/data_gaps/0/reason").asText()).isEqualTo("no_forecast");
    }

    @Test
    void aForecastThatWasComputedAfterwardsGivesWayAndIsTold() {
        decided("client_x", "X", 100_000, 105_000, 0.9);
        scene.execute("update renewal_forecasts set forecast_on = forecast_on - 9");
        scene.execute(
                """
                insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, probability, amount,
                    current_arr_amount, weight_basis, factors)
                select client_id, contract_id, renewal_date - 90, now(), stage, 0.5, 80000, 80000, 'churn_model',
                    '{"replayed": true}'
                from renewals
                """);
        JsonNode made = scene.ok(tool, "{}");
        assertAmounts(made.path("backtest"), "predicted_amount 90000.00");
        assertThat(made.path("data_gaps").findValuesAsText("reason")).doesNotContain("replayed");

        scene.execute("delete from renewal_forecasts where model_version is not null");
        JsonNode replayed = scene.ok(tool, "{}");
        assertAmounts(replayed.path("backtest"), "predicted_amount 40000.00");
        assertThat(replayed.path("data_gaps").findValuesAsText("how_to_fix"))
                .anyMatch(text -> text.startsWith("1 of 1 forecasts were computed afterwards"));
    }

    @Test
    void twentyForecastsHaveACalibrationTable() {
        for (int i = 0; i < 20; i++) {
            decided("client_n" + i, "N " + i, 1_000, i < 18 ? 1_000 : 0, 0.9);
        }
        JsonNode band = scene.ok(tool, "{}").at("/backtest/calibration/0");
        assertThat(band.path("band").asText()).isEqualTo("0.85-1");
        assertThat(band.path("renewal_count").asInt()).isEqualTo(20);
        assertThat(band.path("mean_predicted").asText()).isEqualTo("0.9000");
        assertThat(band.path("observed_rate").asText()).isEqualTo("0.9000");
        assertThat(band.path("interval_low").asText()).isEqualTo("0.6990");
        assertThat(band.path("interval_high").asText()).isEqualTo("0.9721");
    }

    @Test
    void whatSpeaksAgainstTheRenewalsIsAddedUp() {
        renewal("client_c", "C", 80_000, "negotiating", null, 0.70);
        scene.execute(
                """
                update churn_predictions set contributions = '[{"feature": "renewal_in_horizon", "contribution": 1.4},
                    {"feature": "payment_state", "contribution": 0.4}, {"feature": "usage_score", "contribution": -0.2}]'
                """);
        JsonNode risks = scene.ok(tool, "{}").path("risk_analysis");
        assertThat(risks.path("drivers").toString())
                .isEqualTo(
                        "[{\"feature\":\"payment_state\",\"client_count\":1,\"arr_amount\":80000.00}]");
        assertThat(risks.path("risky_client_count").asInt()).isEqualTo(1);
        assertThat(risks.path("plays").findValuesAsText("rule_id")).contains("P-TOUCH");
    }

    @Test
    void whatTheDailyRunStoredIsWhatIsForeseen() {
        scene.client("client_acme", "Acme Corp", 72_000, "2025-10-01", "2026-09-30");
        scene.stays("client_acme", 0.80);
        scene.run();
        assertThat(
                        scene.text(
                                "select stage || ' ' || probability || ' ' || amount || ' ' ||"
                                        + " forecast_arr_amount || ' ' || weight_basis || ' ' ||"
                                        + " model_version from renewal_forecasts"))
                .isEqualTo("upcoming 0.8 72000.00 57600.00 churn_model 1");
        scene.run();
        assertThat(scene.server.count("renewal_forecasts")).isEqualTo(1);
        assertThat(scene.ok(tool, "{}").at("/totals/expected_amount").asText())
                .isEqualTo("57600.00");
    }

    @Test
    void anOldRunIsMadeAnewByWhoMayAndNamedToWhoMayNot() {
        scene.at("2026-07-02T09:00:00Z");
        assertThat(scene.ok(tool, "{'wait_seconds': 0}").at("/job/status").asText())
                .isEqualTo("queued");
        Principal reader = new Principal("key_reader", Set.of(Scope.CS_READ));
        JsonNode stored = scene.tools.call(tool, reader, "{}").content();
        assertThat(stored.at("/data_gaps/0/reason").asText()).isEqualTo("stale_run");
        assertThat(scene.tools.reading(tool, "{}")).isEqualTo(stored);
        assertThat(stored.at("/totals/renewal_count").asInt()).isZero();
        assertThat(stored.at("/totals/arr_due_amount").asInt()).isZero();
        assertThat(stored.path("totals").has("expected_net_rate")).isFalse();
        assertThat(
                        scene.tools
                                .call(tool, reader, "{'refresh': true}")
                                .content()
                                .at("/error/code")
                                .asText())
                .isEqualTo("forbidden");
        assertThat(
                        scene.refused(
                                        tool,
                                        "{'refresh': true, 'client_id': 'X', 'tier': 'starter'}")
                                .path("faults")
                                .findValuesAsText("field"))
                .containsExactly("refresh", "tier");
    }

    private void sixRenewals() {
        renewal("client_a", "A", 100_000, "renewed", null, null);
        scene.execute(
                "update renewals set outcome_arr_amount = 110000 where client_id = 'client_a'");
        renewal("client_b", "B", 60_000, "committed", 66_000, null);
        renewal("client_c", "C", 80_000, "negotiating", null, 0.80);
        renewal("client_d", "D", 40_000, "upcoming", null, 0.92);
        renewal("client_e", "E", 50_000, "contacted", null, 0.55);
        renewal("client_f", "F", 20_000, "lost", null, null);
    }

    private void renewal(
            String id,
            String name,
            int arr,
            String stage,
            @Nullable Integer proposed,
            @Nullable Double probability) {
        scene.client(id, name, arr, "2025-10-01", "2026-09-30");
        boolean closed = stage.equals("renewed") || stage.equals("lost");
        scene.execute(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount,
                    proposed_arr_amount, closed_on, lost_reason)
                values (?, ?, '2026-09-30', ?, now(), ?, ?, ?::date, ?)
                """,
                id,
                "contract_" + id,
                stage,
                arr,
                proposed,
                closed ? "2026-06-30" : null,
                stage.equals("lost") ? "price" : null);
        if (probability != null) {
            scene.stays(id, probability);
        }
    }

    private void decided(String id, String name, int arr, int outcome, double foreseen) {
        decidedOn(id, name, arr, outcome, "2026-05-31");
        scene.execute(
                """
                insert into renewal_forecasts (client_id, contract_id, forecast_on, forecast_at, stage, probability, amount,
                    current_arr_amount, weight_basis, model_version)
                values (?, ?, date '2026-05-31' - 90, now(), 'upcoming', ?, ?, ?, 'churn_model', 1)
                """,
                id,
                "contract_" + id,
                foreseen,
                arr,
                arr);
    }

    private void decidedOn(String id, String name, int arr, int outcome, String day) {
        scene.client(id, name, arr, "2024-01-01", day);
        scene.execute(
                """
                insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at, current_arr_amount,
                    outcome_arr_amount, closed_on, lost_reason)
                values (?, ?, ?::date, ?, now(), ?, ?, ?::date, ?)
                """,
                id,
                "contract_" + id,
                day,
                outcome > 0 ? "renewed" : "lost",
                arr,
                outcome,
                day,
                outcome > 0 ? null : "price");
    }

    private void ranAt(String instant) {
        scene.execute(
                "insert into refresh_runs (name, as_of, finished_at, client_count) values"
                        + " ('renewals', '2026-07-01', ?::timestamptz, 0)",
                instant);
    }

    private static void assertAmounts(JsonNode part, String... expected) {
        for (String each : expected) {
            String[] words = each.split(" ");
            assertThat(part.path(words[0]).decimalValue())
                    .as(words[0])
                    .isEqualByComparingTo(words[1]);
        }
    }

    private static List<String> weights(JsonNode answer) {
        return answer.path("renewals")
                .valueStream()
                .map(
                        each ->
                                each.path("client_id").asText()
                                        + " "
                                        + each.path("weight").asText()
                                        + " "
                                        + each.path("weight_basis").asText())
                .toList();
    }

    private static List<String> rules(JsonNode answer) {
        return answer.path("recommendations")
                .valueStream()
                .map(each -> each.path("rule_id").asText())
                .toList();
    }
}
