package io.os199.cs.api.tools.expansion;

import static io.os199.cs.api.tools.expansion.FindingsFixture.TODAY;
import static io.os199.cs.api.tools.expansion.FindingsFixture.texts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.Tool;
import io.os199.cs.expansion.ExpansionScenes;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The worked examples of the tool over a real database. */
class IdentifyUpsellOpportunitiesTest {
    private static final String ACME = ExpansionScenes.ACME;
    private FindingsFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() throws SQLException {
        fixture = new FindingsFixture();
        tool = fixture.tool(IdentifyUpsellOpportunities.class);
        fixture.rows(db -> ExpansionScenes.acme(db, TODAY));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void moreUsersThanSeatsAreSeatsToSell() {
        JsonNode answer = ofAcme("");
        assertThat(answer.path("opportunities")).hasSize(1);
        JsonNode seats = answer.at("/opportunities/0");
        assertThat(seats.path("finding_key").asText()).isEqualTo("seats:-");
        assertThat(seats.path("units").asInt()).isEqualTo(12);
        assertThat(seats.path("unit_price_amount").asText()).isEqualTo("720.00");
        assertThat(seats.path("value_amount").asText()).isEqualTo("8640.00");
        assertThat(seats.path("value_basis").asText()).isEqualTo("list_price");
        assertThat(seats.path("win_probability").asText()).isEqualTo("0.1000");
        assertThat(seats.path("probability_basis").asText()).isEqualTo("planning_weight");
        assertThat(seats.path("expected_value_amount").asText()).isEqualTo("864.00");
        assertThat(seats.path("seat_utilization_rate").asText()).isEqualTo("1.1200");
        assertThat(texts(seats.path("rules"), "rule_id")).containsExactly("SEATS_OVER");
        assertThat(seats.at("/rules/0/evidence/active_user_count").asInt()).isEqualTo(56);
        assertThat(seats.at("/rules/0/evidence/licensed_user_count").asInt()).isEqualTo(50);
        assertThat(seats.at("/next_step/rule_id").asText()).isEqualTo("U-TRUEUP");
        assertThat(answer.at("/summary/total_expected_value_amount").asText()).isEqualTo("864.00");
    }

    @Test
    void whatClosedSaysHowLikelyItIs() {
        fixture.rows(
                db -> {
                    for (int i = 0; i < 8; i++) {
                        ExpansionScenes.closed(db, "seats", true, i, "2026-05-01");
                        ExpansionScenes.closed(db, "cross_sell", true, i, "2026-05-01");
                    }
                    for (int i = 0; i < 4; i++) {
                        ExpansionScenes.closed(db, "seats", false, i, "2025-12-01");
                    }
                    for (int i = 0; i < 20; i++) {
                        ExpansionScenes.closed(db, "cross_sell", false, i, "2025-12-01");
                    }
                    ExpansionScenes.closed(db, "seats", true, 99, "2024-06-30");
                });
        JsonNode seats = ofAcme("").at("/opportunities/0");
        assertThat(seats.path("win_probability").asText()).isEqualTo("0.5455");
        assertThat(seats.path("probability_basis").asText()).isEqualTo("own_history");
        assertThat(seats.path("expected_value_amount").asText()).isEqualTo("4712.73");
    }

    @Test
    void exactlyFullIsNotOverAndEightyEightPercentIsNothing() {
        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY, 50));
        JsonNode full = ofAcme("").at("/opportunities/0");
        assertThat(texts(full.path("rules"), "rule_id")).containsExactly("SEATS_FULL");
        assertThat(full.path("units").asInt()).isEqualTo(10);
        // 50 × 1.10 is 55, not 55.000…01: a 51st user needs ceil(56.1) - 50.
        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY, 51));
        assertThat(ofAcme("").at("/opportunities/0/units").asInt()).isEqualTo(7);
        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY, 100));
        assertThat(ofAcme("").at("/opportunities/0/units").asInt()).isEqualTo(60);

        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY, 44));
        assertThat(ofAcme("").path("opportunities")).isEmpty();
        // Full, but with fewer users than two months ago.
        fixture.rows(
                db -> {
                    ExpansionScenes.users(db, ACME, TODAY, 48);
                    before(db, 49);
                });
        assertThat(ofAcme("").path("opportunities")).isEmpty();
        fixture.rows(db -> before(db, 48));
        assertThat(ofAcme("").path("opportunities")).hasSize(1);
    }

    @Test
    void whatIsAlreadySoldIsNotShownAndWhatIsHeldBackOnlyWhenAskedFor() {
        fixture.rows(IdentifyUpsellOpportunitiesTest::escalation);
        assertThat(ofAcme("").path("opportunities")).isEmpty();
        assertThat(ofAcme("").at("/summary/blocked_count").asInt()).isEqualTo(1);
        assertThat(ofAcme(", 'include_blocked': true").at("/opportunities/0/blocked_by").toString())
                .isEqualTo("[\"open_escalation\"]");
        fixture.rows(
                db ->
                        db.execute(
                                "update clients set health_score = null, churn_risk_level = 'high',"
                                        + " lifecycle_stage = 'onboarding'"));
        fixture.rows(db -> db.execute("update contracts set payment_status = 'overdue'"));
        assertThat(ofAcme(", 'include_blocked': true").at("/opportunities/0/blocked_by").toString())
                .isEqualTo(
                        "[\"health_unknown\",\"open_escalation\",\"risk_level\",\"payment\",\"lifecycle_stage\"]");

        fixture.rows(
                db ->
                        db.execute(
                                """
                                insert into opportunities (client_id, opportunity_id, type, finding_key)
                                values ('client_acme', 'opportunity_1', 'seats', 'seats:-')
                                """));
        assertThat(ofAcme(", 'include_blocked': true").path("opportunities")).isEmpty();
        fixture.rows(
                db ->
                        db.execute(
                                "update opportunities set stage = 'lost', lost_reason = 'price',"
                                        + " closed_on = '2026-01-03'"));
        assertThat(ofAcme(", 'include_blocked': true").path("opportunities")).isEmpty();
        fixture.rows(db -> db.execute("update opportunities set closed_on = '2026-01-02'"));
        assertThat(ofAcme(", 'include_blocked': true").path("opportunities")).hasSize(1);
    }

    @Test
    void anAllowanceThatRunsOutIsSoldInBlocks() {
        fixture.rows(
                db -> {
                    ExpansionScenes.users(db, ACME, TODAY, 10);
                    db.execute(
                            """
                            insert into contract_limits (client_id, contract_id, feature_key, included_quantity,
                                block_quantity, unit_price_amount)
                            values ('client_acme', 'contract_client_acme', 'api_calls', 1000, 100, 0.1234)
                            """);
                    quantity(db, 799);
                });
        assertThat(ofAcme("").path("opportunities")).isEmpty();
        fixture.rows(db -> quantity(db, 1100));
        JsonNode near = ofAcme("").at("/opportunities/0");
        assertThat(near.path("finding_key").asText()).isEqualTo("upsell:api_calls");
        assertThat(near.path("units").asInt()).isEqualTo(4);
        assertThat(near.path("unit_price_amount").asText()).isEqualTo("12.34");
        assertThat(near.path("value_amount").asText()).isEqualTo("49.36");
        assertThat(near.path("value_basis").asText()).isEqualTo("contract_rate");
        assertThat(near.at("/rules/0/evidence/use_rate").asText()).isEqualTo("1.1000");
    }

    @Test
    void aTierIsOutgrownByWhatIsTriedAskedForOrUsedUp() {
        fixture.rows(
                db -> {
                    ExpansionScenes.users(db, ACME, TODAY, 36);
                    db.execute(
                            """
                            insert into product_prices (product_id, tier, valid_from, list_price_amount, price_unit)
                            values ('workspace', 'enterprise', '2025-01-01', 900, 'per_seat'),
                                ('workspace', 'enterprise', '2026-03-01', 1000, 'per_seat'),
                                ('workspace', 'enterprise', '2026-08-01', 5000, 'per_seat')
                            """);
                    feature(db, "boards", "starter", 40);
                    feature(db, "charts", "professional", 4);
                    feature(db, "sso", "enterprise", 9);
                });
        // Broad use at 72 % of the seats counts from 70 % on, and not from 80 %.
        JsonNode broad = ofAcme("").at("/opportunities/0");
        assertThat(texts(broad.path("rules"), "rule_id")).containsExactly("TIER_BREADTH");
        assertThat(broad.path("recommended_tier").asText()).isEqualTo("enterprise");
        assertThat(broad.path("value_amount").asText()).isEqualTo("9000.00");
        assertThat(ofAcme(", 'min_usage_threshold': 0.8").path("opportunities")).isEmpty();

        fixture.rows(
                db -> {
                    feature(db, "sso", "enterprise", 10);
                    db.execute(
                            """
                            insert into feedback (client_id, feedback_id, type, source, title, tags, assigned_team, received_at)
                            values ('client_acme', 'feedback_1', 'feature_request', 'email', 'We want in', '{sso}', 'product',
                                '2026-01-03 00:00Z'),
                                ('client_acme', 'feedback_0', 'feature_request', 'email', 'We want in', '{sso}', 'product',
                                '2026-01-02 23:59Z')
                            """);
                });
        JsonNode all = ofAcme("").at("/opportunities/0");
        assertThat(texts(all.path("rules"), "rule_id"))
                .containsExactly("TIER_GATED", "TIER_ASKED", "TIER_BREADTH");
        assertThat(all.at("/rules/0/evidence/features/0/event_count").asInt()).isEqualTo(10);
        assertThat(all.at("/rules/1/evidence/feedback_ids").toString())
                .isEqualTo("[\"feedback_1\"]");
        assertThat(all.at("/current_tier").asText()).isEqualTo("professional");
        JsonNode summary = ofAcme("").path("summary");
        assertThat(summary.at("/by_tier_path/0/to").asText()).isEqualTo("enterprise");

        fixture.rows(db -> db.execute("delete from product_prices"));
        fixture.rows(db -> db.execute("update products set list_price_amount = null"));
        JsonNode priceless = ofAcme("");
        assertThat(priceless.at("/opportunities/0").has("value_amount")).isFalse();
        assertThat(priceless.at("/data_gaps/0/field").asText())
                .isEqualTo("opportunities.value_amount");
        assertThat(ofAcme(", 'opportunity_types': ['seats']").path("opportunities")).isEmpty();

        // A feature of no product is above the tier as well, but is not among what the tier offers.
        fixture.rows(db -> db.execute("update features set product_id = null"));
        assertThat(texts(ofAcme("").at("/opportunities/0/rules"), "rule_id"))
                .containsExactly("TIER_GATED", "TIER_ASKED");
    }

    @Test
    void thePortfolioIsReadFromTheScanWhichFindsTheSame() {
        fixture.rows(
                db -> {
                    for (int i = 1; i <= 5; i++) {
                        String id = "client_p" + i;
                        ExpansionScenes.client(
                                db, id, "Peer " + i, "standard", 10_000, 10, "{workspace}");
                        ExpansionScenes.users(db, id, TODAY, 10 + i);
                    }
                    db.execute("update clients set csm = 'Ana' where client_id = 'client_p3'");
                });
        assertThat(fixture.tools.ok(tool, "{'wait_seconds': 0}").at("/job/status").asText())
                .isEqualTo("queued");
        JsonNode never = fixture.tools.call(tool, FindingsFixture.READER, "{}").content();
        assertThat(never.at("/data_gaps/0/reason").asText()).startsWith("stale_run");

        ExpansionScenes.scan(fixture.database, fixture.clock, 2);
        JsonNode answer = fixture.tools.ok(tool, "{}");
        assertThat(texts(answer.path("opportunities"), "client_name"))
                .containsExactly("Acme Corp", "Peer 5", "Peer 4", "Peer 3", "Peer 2", "Peer 1");
        assertThat(answer.path("total_count").asInt()).isEqualTo(6);
        for (JsonNode each : answer.path("opportunities")) {
            JsonNode live =
                    fixture.tools
                            .ok(tool, "{'client_id': '" + each.path("client_id").asText() + "'}")
                            .at("/opportunities/0");
            assertThat(live).isEqualTo(each);
        }
        assertThat(
                        texts(
                                fixture.tools.ok(tool, "{'csm': 'ANA'}").path("opportunities"),
                                "client_name"))
                .containsExactly("Peer 3");
        assertThat(fixture.tools.ok(tool, "{'min_value_amount': 8640}").path("total_count").asInt())
                .isEqualTo(1);

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = fixture.tools.ok(tool, "{'limit': 2" + cursor + "}");
            paged.addAll(texts(page.path("opportunities"), "client_name"));
            cursor =
                    page.has("next_cursor")
                            ? ", 'cursor': '" + page.path("next_cursor").asText() + "'"
                            : "";
        } while (!cursor.isEmpty());
        assertThat(paged).isEqualTo(texts(answer.path("opportunities"), "client_name"));

        fixture.clock.advance(Duration.ofHours(25));
        assertThat(fixture.tools.ok(tool, "{'wait_seconds': 0}").has("job")).isTrue();
        JsonNode stale = fixture.tools.call(tool, FindingsFixture.READER, "{}").content();
        assertThat(stale.path("total_count").asInt()).isEqualTo(6);
        assertThat(stale.at("/data_gaps/0/reason").asText())
                .isEqualTo("stale_run: the scan is 25 hours old");
        assertThat(fixture.tools.reading(tool, "{}").path("data_gaps"))
                .isEqualTo(stale.path("data_gaps"));
    }

    @Test
    void aFindingLastsUntilAScanFindsItNoMore() {
        fixture.scan();
        fixture.clock.advance(Duration.ofDays(1));
        fixture.scan();
        assertThat(one("select found_at || ' ' || last_seen_at from opportunity_findings"))
                .isEqualTo("2026-07-01 12:00:00+00 2026-07-02 12:00:00+00");
        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY.plusDays(2), 20));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.scan();
        assertThat(one("select gone_at from opportunity_findings")).startsWith("2026-07-03");
        assertThat(fixture.tools.ok(tool, "{}").path("total_count").asInt()).isZero();
        fixture.rows(db -> ExpansionScenes.users(db, ACME, TODAY.plusDays(3), 60));
        fixture.clock.advance(Duration.ofDays(1));
        fixture.scan();
        assertThat(one("select found_at from opportunity_findings where gone_at is null"))
                .startsWith("2026-07-04");
        fixture.rows(db -> db.execute("update clients set status = 'churned'"));
        fixture.scan();
        assertThat(one("select count(*) from opportunity_findings where gone_at is null"))
                .isEqualTo("0");
        assertThat(one("select client_count from refresh_runs where name = 'expansion'"))
                .isEqualTo("0");
    }

    @Test
    void saysWhatToSendInstead() {
        assertThat(refused("{'opportunity_types': ['cross_sell']}"))
                .contains("seats", "upsell", "tier_upgrade");
        assertThat(
                        refused(
                                "{'client_id': 'Acme Corp', 'tier': 'starter', 'min_arr_amount':"
                                        + " 5}"))
                .contains("tier is for the portfolio", "min_arr_amount is for the portfolio");
        assertThat(refused("{'client_id': 'Nobody'}")).contains("not_found");
        assertThat(refused("{'segment_id': 'segment_none'}")).contains("No saved segment");
        fixture.scan();
        assertThat(refused("{'cursor': 'forged'}")).contains("cursor");
        fixture.rows(db -> db.execute("update contracts set included_users = null"));
        JsonNode seatless = ofAcme("");
        assertThat(seatless.path("opportunities")).isEmpty();
        assertThat(seatless.at("/data_gaps/0/reason").asText()).isEqualTo("no_licensed_users");
        fixture.rows(db -> db.execute("update clients set status = 'churned'"));
        assertThat(refused("{'client_id': 'Acme Corp'}")).contains("manage_lifecycle_stages");
    }

    private JsonNode ofAcme(String more) {
        return fixture.tools.ok(tool, "{'client_id': 'Acme Corp'" + more + "}");
    }

    private String refused(String arguments) {
        return fixture.tools.refused(tool, arguments).toString();
    }

    private String one(String sql) {
        return fixture.database
                .jdbi()
                .withHandle(
                        db -> {
                            db.execute("set time zone 'UTC'");
                            return db.createQuery(sql).mapTo(String.class).one();
                        });
    }

    private static void before(Handle db, int users) {
        db.execute("delete from usage_daily_users where day < '2026-06-01'");
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select 'client_acme', '2026-04-20', 'old_' || n, 1 from generate_series(1, ?) n
                """,
                users);
    }

    private static void quantity(Handle db, int quantity) {
        db.execute("delete from usage_daily_features");
        db.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count, quantity)
                values ('client_acme', '2026-06-20', 'api_calls', 5, 1, ?), ('client_acme', '2026-06-01', 'api_calls', 5, 1, 9000)
                """,
                quantity);
    }

    private static void feature(Handle db, String key, String tier, int events) {
        db.execute("delete from usage_daily_features where feature_key = ?", key);
        db.execute(
                """
                insert into features (feature_id, product_id, key, name, min_tier, is_core)
                values ('feature_' || ?, 'workspace', ?, ?, ?, false)
                on conflict do nothing
                """,
                key,
                key,
                key,
                tier);
        db.execute(
                """
                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                values ('client_acme', '2026-06-20', ?, ?, 1)
                """,
                key,
                events);
    }

    private static void escalation(Handle db) {
        db.execute(
                """
                insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                    acknowledge_due_at, due_at)
                values ('client_acme', 'escalation_1', 'high', 'Slow reports', 'key_csm', '2026-06-20 09:00Z',
                    '2026-06-20 13:00Z', '2026-06-21 09:00Z')
                """);
    }
}
