package io.os199.cs.api.tools.expansion;

import static io.os199.cs.api.tools.expansion.FindingsFixture.TODAY;
import static io.os199.cs.api.tools.expansion.FindingsFixture.texts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.api.tool.ToolResult;
import io.os199.cs.api.tools.core.GetClientOverview;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.expansion.ExpansionScenes;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The worked examples of the tool over a real database. */
class IdentifyExpansionOpportunitiesTest {
    private FindingsFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() throws SQLException {
        fixture = new FindingsFixture();
        tool = fixture.tool(IdentifyExpansionOpportunities.class);
        fixture.rows(
                db -> {
                    ExpansionScenes.acme(db, TODAY);
                    ExpansionScenes.product(db, "analytics", "analytics", "flat", 24_000);
                    db.execute(
                            "update products set complements = '{analytics}' where product_id ="
                                    + " 'workspace'");
                    db.execute("update clients set csm = 'Ana'");
                    db.execute(
                            """
                            insert into renewals (client_id, contract_id, renewal_date, stage_changed_at, current_arr_amount)
                            values ('client_acme', 'contract_client_acme', '2027-01-01', '2026-01-01', 36000)
                            """);
                });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void savedFindingsMakeThePipeline() {
        String seats = save("seats:-", ", 'stage': 'proposed'").path("opportunity_id").asText();
        JsonNode cross = save("cross_sell:analytics", "");
        assertThat(cross.path("value_amount").asText()).isEqualTo("21600.00");
        assertThat(cross.path("owner").asText()).isEqualTo("Ana");
        assertThat(cross.path("source_rule").asText()).isEqualTo("COMPLEMENT");

        JsonNode list = ok("{'action': 'list'}");
        assertThat(texts(list.path("items"), "type")).containsExactly("seats", "cross_sell");
        JsonNode pipeline = list.path("pipeline");
        assertThat(pipeline.path("open_value_amount").asText()).isEqualTo("30240.00");
        assertThat(pipeline.path("weighted_value_amount").asText()).isEqualTo("6480.00");
        assertThat(pipeline.path("potential_value_amount").asInt()).isZero();
        assertThat(texts(pipeline.path("by_stage"), "key"))
                .containsExactly("identified", "proposed");
        JsonNode page = ok("{'action': 'list', 'limit': 1}");
        assertThat(page.path("total_count").asInt()).isEqualTo(2);
        JsonNode next =
                ok(
                        "{'action': 'list', 'limit': 1, 'cursor': '"
                                + page.path("next_cursor").asText()
                                + "'}");
        assertThat(texts(next.path("items"), "type")).containsExactly("cross_sell");
        // A saved finding is not found a second time, and a later scan does not change it.
        assertThat(ok("{'client_id': 'Acme Corp'}").path("findings")).isEmpty();
        fixture.rows(db -> ExpansionScenes.users(db, "client_acme", TODAY, 80));
        fixture.scan();
        assertThat(one("select value_amount from opportunities where type = 'seats'"))
                .isEqualTo("8640.00");
        assertThat(
                        one(
                                "select evidence #>> '{rules,0,evidence,active_user_count}' from"
                                        + " opportunities where opportunity_id = '"
                                        + seats
                                        + "'"))
                .isEqualTo("56");
        assertThat(one("select count(*) from timeline_events where type = 'expansion'"))
                .isEqualTo("2");
    }

    @Test
    void theOverviewWeighsThePipelineTheSameWay() {
        save("seats:-", ", 'stage': 'proposed'");
        assertThat(weightedInOverview()).isEqualTo("4320.00").isEqualTo(weighted());
        save("cross_sell:analytics", "");
        fixture.rows(
                db ->
                        db.execute(
                                """
                                with closed as (
                                    insert into opportunities (client_id, opportunity_id, type, finding_key, stage, lost_reason,
                                        closed_on)
                                    select 'client_acme', 'o' || n, case when n <= 9 then 'seats' else 'add_on' end, 'f' || n,
                                        case when n <= 7 then 'won' else 'lost' end, case when n > 7 then 'price' end, '2026-06-01'
                                    from generate_series(1, 23) n
                                    returning client_id, opportunity_id)
                                insert into opportunity_stage_changes (client_id, opportunity_id, changed_at, from_stage, to_stage,
                                    actor)
                                select client_id, opportunity_id, '2026-05-01 09:00Z', 'identified', 'proposed', 'kim'
                                from closed
                                """));
        // Seats, proposed: (7 + 10 * 7/23) / 19 of 8,640; cross-sell, identified: 7/23 of 21,600.
        assertThat(weightedInOverview()).isEqualTo("11141.05").isEqualTo(weighted());
        fixture.rows(
                db ->
                        db.execute(
                                "update opportunities set probability = 0.5 where type ="
                                        + " 'cross_sell'"));
        assertThat(weightedInOverview()).isEqualTo("15367.14").isEqualTo(weighted());
    }

    private String weighted() {
        return ok("{'action': 'list', 'client_id': 'Acme Corp'}")
                .at("/pipeline/weighted_value_amount")
                .asText();
    }

    private String weightedInOverview() {
        GetClientOverview overview =
                new GetClientOverview(
                        fixture.database.database(), new ClientDirectory(), ClientAnswers.unkept());
        return fixture.tools
                .ok(overview, "{'client_id': 'Acme Corp', 'sections': ['revenue']}")
                .at("/revenue/weighted_pipeline_amount")
                .asText();
    }

    @Test
    void wonSeatsAreOneMovementAndAnAmendmentWhoeverIsFirst() throws Exception {
        String seats = save("seats:-", ", 'stage': 'proposed'").path("opportunity_id").asText();
        save("cross_sell:analytics", "");
        fixture.clock.advance(Duration.ofDays(9));
        String won =
                "{'action': 'update', 'opportunity_id': '%s', 'version': 1, 'stage': 'won', 'value_amount': 9000, 'closed_on': '2026-07-10'}"
                        .formatted(seats);
        assertThat(ok(won.replace("}", ", 'dry_run': true}")).path("is_dry_run").asBoolean())
                .isTrue();
        assertThat(one("select count(*) from revenue_movements")).isEqualTo("1");

        List<CompletableFuture<ToolResult>> calls =
                List.of(call(won), call(won), call(won), call(won));
        long done = 0;
        for (CompletableFuture<ToolResult> each : calls) {
            ToolResult result = each.get();
            done += result.isError() ? 0 : 1;
            if (result.isError()) {
                assertThat(result.content().at("/error/code").asText()).isEqualTo("conflict");
            }
        }
        assertThat(done).isEqualTo(1);
        assertThat(
                        one(
                                "select kind || ' ' || arr_delta_amount || ' ' || effective_on from"
                                        + " revenue_movements where opportunity_id = '"
                                        + seats
                                        + "'"))
                .isEqualTo("expansion 9000.00 2026-07-10");
        assertThat(one("select contract_value from clients")).isEqualTo("45000.00");
        assertThat(one("select sum(value) from contracts where status = 'active'"))
                .isEqualTo("45000.00");
        assertThat(one("select sum(arr_delta_amount) from revenue_movements"))
                .isEqualTo("45000.00");
        assertThat(one("select current_arr_amount from renewals")).isEqualTo("45000.00");
        assertThat(
                        one(
                                "select included_users || ' ' || start_date || ' ' || end_date from"
                                        + " contracts where type = 'amendment'"))
                .isEqualTo("12 2026-01-01 2026-12-31");
        assertThat(ok("{'action': 'list'}").at("/pipeline/open_value_amount").asText())
                .isEqualTo("21600.00");
        assertThat(ok("{'action': 'list'}").at("/pipeline/won_amount_365d").asText())
                .isEqualTo("9000.00");
        // 56 users on 62 seats: nothing left to sell.
        fixture.rows(db -> ExpansionScenes.users(db, "client_acme", TODAY.plusDays(9), 55));
        assertThat(ok("{'client_id': 'Acme Corp'}").path("findings")).isEmpty();
        assertThat(refused(won.replace("'version': 1", "'version': 2")))
                .contains("failed_precondition", "which is final");
    }

    /** The client left in spring and returned with another contract. */
    @Test
    void nothingIsWonBeforeTheContractsOfWhoCameBack() {
        fixture.rows(
                db -> {
                    db.execute(
                            """
                            update contracts set status = 'terminated', terminated_on = '2026-04-15';
                            insert into contracts (client_id, contract_id, type, value, start_date, end_date, tier)
                            values ('client_acme', 'contract_back', 'new', 9000, '2026-06-01', '2027-05-31', 'professional');
                            insert into churn_events (client_id, churned_on, reason, arr_lost_amount)
                            values ('client_acme', '2026-04-15', 'price', 36000);
                            update clients set contract_value = 9000
                            """);
                    db.execute("delete from revenue_movements");
                    db.execute(
                            """
                            insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                            values ('client_acme', '2026-01-01', 'movement_1', 'new', 36000),
                                ('client_acme', '2026-04-15', 'movement_2', 'churn', -36000),
                                ('client_acme', '2026-06-01', 'movement_3', 'reactivation', 9000)
                            """);
                });
        JsonNode more =
                ok(
                        "{'action': 'save', 'client_id': 'Acme Corp', 'type': 'add_on',"
                                + " 'value_amount': 500}");
        String id = more.at("/opportunity/opportunity_id").asText();
        String won = updating(id, 1, "'stage': 'won', 'closed_on': '2026-05-31'");
        assertThat(refused(won))
                .contains(
                        "invalid_argument",
                        "first contract since its churn on 2026-04-15, 2026-06-01",
                        "a day from 2026-06-01 to today");
        assertThat(refused(won.replace("05-31", "03-01"))).contains("invalid_argument");
        ok(won.replace("05-31", "06-01"));
        assertThat(
                        one(
                                "select sum(arr_delta_amount) from revenue_movements where"
                                        + " effective_on < '2026-06-01'"))
                .isEqualTo("0.00");
    }

    @Test
    void aWonProductAndAWonTierAreSeenByTheNextScan() {
        fixture.rows(
                db -> {
                    db.execute(
                            """
                            insert into features (feature_id, product_id, key, name, min_tier)
                            values ('feature_1', 'workspace', 'sso', 'Single sign-on', 'enterprise')
                            """);
                    db.execute(
                            """
                            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                            values ('client_acme', '2026-06-20', 'sso', 30, 1)
                            """);
                    db.execute(
                            """
                            insert into product_prices (product_id, tier, valid_from, list_price_amount, price_unit)
                            values ('workspace', 'enterprise', '2026-01-01', 1000, 'per_seat')
                            """);
                });
        JsonNode product = save("cross_sell:analytics", "");
        JsonNode tier = save("tier_upgrade:-", "");
        assertThat(tier.path("value_amount").asText()).isEqualTo("9000.00");
        win(product);
        win(tier);
        assertThat(one("select tier from clients")).isEqualTo("enterprise");
        assertThat(one("select contract_value from clients")).isEqualTo("66600.00");
        JsonNode after = ok("{'client_id': 'Acme Corp'}");
        assertThat(texts(after.path("findings"), "type")).containsExactly("seats");
        assertThat(after.at("/findings/0/current_tier").asText()).isEqualTo("enterprise");
    }

    @Test
    void whatIsDismissedComesBackOnItsDay() {
        JsonNode dismissed =
                ok("{'action': 'dismiss', 'client_id': 'Acme Corp', 'finding_key': 'seats:-'}");
        assertThat(dismissed.at("/dismissed/dismissed_until").asText()).isEqualTo("2026-12-28");
        assertThat(texts(ok("{'client_id': 'Acme Corp'}").path("findings"), "type"))
                .containsExactly("cross_sell");
        for (String day : List.of("2026-12-27", "2026-12-28")) {
            fixture.clock.advance(
                    Duration.between(fixture.clock.instant(), Instant.parse(day + "T12:00:00Z")));
            fixture.rows(db -> ExpansionScenes.users(db, "client_acme", LocalDate.parse(day), 56));
            assertThat(
                            texts(ok("{'client_id': 'Acme Corp'}").path("findings"), "type")
                                    .contains("seats"))
                    .as(day)
                    .isEqualTo(day.equals("2026-12-28"));
        }
    }

    @Test
    void stagesGoForwardOneStepBackOrToTheEnd() {
        JsonNode made = save("seats:-", ", 'stage': 'negotiation'");
        String id = made.path("opportunity_id").asText();
        assertThat(update(id, 1, "'stage': 'proposed'").path("stage").asText())
                .isEqualTo("proposed");
        assertThat(refused(updating(id, 2, "'stage': 'identified'")))
                .contains(
                        "failed_precondition",
                        "from proposed an opportunity does not go to identified; send qualified or"
                                + " negotiation or");
        assertThat(refused(updating(id, 2, "'stage': 'lost'"))).contains("lost_reason");
        assertThat(refused(updating(id, 2, "'lost_reason': 'price'"))).contains("stage lost");
        assertThat(refused(updating(id, 2, "'stage': 'won', 'closed_on': '2026-07-02'")))
                .contains("later than today");
        assertThat(update(id, 2, "'probability': 0.9").path("probability_basis").asText())
                .isEqualTo("owner");
        JsonNode lost = update(id, 3, "'stage': 'lost', 'lost_reason': 'timing'");
        assertThat(lost.path("closed_on").asText()).isEqualTo("2026-07-01");
        assertThat(lost.path("allowed_stages")).isEmpty();
        assertThat(one("select count(*) from opportunity_stage_changes")).isEqualTo("3");
        assertThat(refused(updating(id, 4, "'owner': 'Ana'"))).contains("final");
        assertThat(refused(updating(id, 3, "'owner': 'Ana'"))).contains("conflict");
    }

    @Test
    void entersByHandAndSaysWhatToSendInstead() {
        String hand =
                "{'action': 'save', 'client_id': 'Acme Corp', 'type': 'add_on', 'value_amount':"
                        + " 500, 'idempotency_key': 'k1'}";
        JsonNode first = ok(hand);
        assertThat(ok(hand)).isEqualTo(first);
        assertThat(first.at("/opportunity/finding_key").asText()).isEqualTo("add_on:-");
        assertThat(refused(hand.replace("k1", "k2")))
                .contains("conflict", first.at("/opportunity/opportunity_id").asText());
        assertThat(refused("{'action': 'save', 'client_id': 'Acme Corp'}")).contains("finding_key");
        assertThat(
                        refused(
                                "{'action': 'save', 'client_id': 'Acme Corp', 'finding_key':"
                                        + " 'seats:-', 'type': 'seats'}"))
                .contains("finding_key alone");
        assertThat(
                        refused(
                                "{'action': 'save', 'client_id': 'Acme Corp', 'finding_key':"
                                        + " 'upsell:none'}"))
                .contains("not_found", "detect");
        assertThat(refused("{'action': 'save', 'type': 'seats'}")).contains("client_id");
        assertThat(refused("{'action': 'list', 'finding_key': 'seats:-'}")).contains("finding_key");
        assertThat(
                        refused(
                                "{'action': 'update', 'opportunity_id': 'x', 'version': 1, 'stage':"
                                        + " 'won'}"))
                .contains("not_found");
        assertThat(fixture.tools.call(tool, FindingsFixture.READER, hand).content().toString())
                .contains("forbidden");
        // Saved manually without a value it cannot be won; blocked findings are saved and marked as
        // such.
        JsonNode empty =
                ok("{'action': 'save', 'client_id': 'Acme Corp', 'type': 'upsell'}")
                        .path("opportunity");
        assertThat(refused(updating(empty.path("opportunity_id").asText(), 1, "'stage': 'won'")))
                .contains("invalid_argument", "value_amount");
        fixture.rows(db -> db.execute("update clients set health_score = 20"));
        assertThat(
                        ok("{'action': 'save', 'client_id': 'Acme Corp', 'finding_key': 'seats:-'}")
                                .path("blocked_by")
                                .toString())
                .isEqualTo("[\"health_low\"]");
    }

    @Test
    void advisesOnWhatStandsStillIsLateOrWaits() {
        save("seats:-", ", 'stage': 'negotiation', 'expected_close': '2026-07-20'");
        save("cross_sell:analytics", "");
        fixture.clock.advance(Duration.ofDays(22));
        List<String> rules = texts(ok("{'action': 'list'}").path("recommendations"), "rule_id");
        assertThat(rules).containsExactly("X-STALE", "X-OVERDUE");
        fixture.rows(db -> db.execute("delete from opportunity_stage_changes"));
        fixture.rows(
                db -> {
                    db.execute("update opportunity_findings set opportunity_id = null");
                    db.execute("delete from opportunities");
                    db.execute("update contracts set renewal_date = '2026-10-01'");
                    ExpansionScenes.users(db, "client_acme", TODAY.plusDays(22), 56);
                });
        JsonNode two = ok("{'client_id': 'Acme Corp'}");
        assertThat(texts(two.path("recommendations"), "rule_id")).containsExactly("X-ALIGN");
        assertThat(two.at("/recommendations/0/because").asText())
                .isEqualTo("2 findings, renewal 2026-10-01");
        assertThat(ok("{'client_id': 'Acme Corp', 'limit': 1}").path("recommendations"))
                .as("whatever the page")
                .isEqualTo(two.path("recommendations"));
        assertThat(two.at("/findings/0/suggested_close_on").asText()).isEqualTo("2026-10-01");
        assertThat(two.at("/pipeline/potential_value_amount").asText()).isEqualTo("30240.00");
        fixture.rows(db -> db.execute("update clients set churn_risk_level = 'critical'"));
        assertThat(
                        texts(
                                ok("{'client_id': 'Acme Corp', 'include_blocked': true}")
                                        .path("recommendations"),
                                "rule_id"))
                .containsExactly("X-FIRST");
    }

    @Test
    void aLongerTermIsOfferedToThoseWhoStay() {
        fixture.rows(
                db -> {
                    db.execute("update contracts set renewal_date = '2026-12-28'");
                    db.execute(
                            """
                            insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, coverage, calibration,
                                contributions, probability_in_window, probability_off_window)
                            select 'client_acme', '2026-06-30', '2026-06-30 03:00Z', model_version, 1, 'none', '[]', 0.15, 0.05
                            from scoring_models where model_id = 'churn' and status = 'active'
                            """);
                });
        JsonNode found =
                ok("{'client_id': 'Acme Corp', 'opportunity_types': ['multi_year']}")
                        .path("findings");
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/value_amount").asText()).isEqualTo("0.00");
        assertThat(found.at("/0/rules/0/evidence/arr_secured_amount").asText())
                .isEqualTo("36000.00");
        win(save("multi_year:-", ""));
        assertThat(one("select count(*) from revenue_movements")).isEqualTo("1");
        assertThat(one("select count(*) from contracts")).isEqualTo("1");
        fixture.rows(db -> db.execute("delete from opportunity_stage_changes"));
        fixture.rows(db -> db.execute("update contracts set renewal_date = '2026-12-29'"));
        assertThat(
                        ok("{'client_id': 'Acme Corp', 'opportunity_types': ['multi_year']}")
                                .path("findings"))
                .isEmpty();
    }

    private JsonNode save(String key, String more) {
        return ok("{'action': 'save', 'client_id': 'Acme Corp', 'finding_key': '"
                        + key
                        + "'"
                        + more
                        + "}")
                .path("opportunity");
    }

    private void win(JsonNode opportunity) {
        update(opportunity.path("opportunity_id").asText(), 1, "'stage': 'won'");
    }

    private JsonNode update(String id, int version, String what) {
        return ok(updating(id, version, what)).path("opportunity");
    }

    private static String updating(String id, int version, String what) {
        return "{'action': 'update', 'opportunity_id': '%s', 'version': %d, %s}"
                .formatted(id, version, what);
    }

    private CompletableFuture<ToolResult> call(String arguments) {
        return CompletableFuture.supplyAsync(
                () -> fixture.tools.call(tool, ToolFixture.ADMIN, arguments));
    }

    private JsonNode ok(String arguments) {
        return fixture.tools.ok(tool, arguments);
    }

    private String refused(String arguments) {
        return fixture.tools.refused(tool, arguments).toString();
    }

    private String one(String sql) {
        return fixture.database
                .jdbi()
                .withHandle(db -> db.createQuery(sql).mapTo(String.class).one());
    }
}
