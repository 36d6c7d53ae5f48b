package io.os199.cs.api.tools.expansion;

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
import java.util.ArrayList;
import java.util.List;

/** The worked examples of the tool over a real database. */
class IdentifyCrosssellOpportunitiesTest {
    private FindingsFixture fixture;
    private Tool<?, ?> tool;

    @BeforeEach
    void open() throws SQLException {
        fixture = new FindingsFixture();
        tool = fixture.tool(IdentifyCrosssellOpportunities.class);
        fixture.rows(
                db -> {
                    ExpansionScenes.product(db, "alpha", "platform", "flat", 10_000);
                    ExpansionScenes.product(db, "bravo", "analytics", "flat", 24_000);
                });
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatSimilarClientsBoughtIsOfferedWithTheFigures() {
        fixture.rows(db -> peers(db, "professional", 40, 20, 10, 8));
        JsonNode answer = fixture.tools.ok(tool, "{'client_id': 'Beta Ltd'}");
        assertThat(answer.path("opportunities")).hasSize(1);
        JsonNode bravo = answer.at("/opportunities/0");
        assertThat(bravo.path("finding_key").asText()).isEqualTo("cross_sell:bravo");
        assertThat(bravo.path("product_name").asText()).isEqualTo("Bravo");
        JsonNode evidence = bravo.at("/rules/0/evidence");
        assertThat(bravo.at("/rules/0/rule_id").asText()).isEqualTo("SIMILAR");
        assertThat(evidence.path("owned_product_id").asText()).isEqualTo("alpha");
        assertThat(evidence.path("peer_group").asText()).isEqualTo("professional");
        assertThat(evidence.path("peer_count").asInt()).isEqualTo(40);
        assertThat(evidence.path("owners_a_count").asInt()).isEqualTo(20);
        assertThat(evidence.path("owners_b_count").asInt()).isEqualTo(10);
        assertThat(evidence.path("both_count").asInt()).isEqualTo(8);
        assertThat(evidence.path("confidence_rate").asDouble()).isEqualTo(0.4);
        assertThat(evidence.path("lift").asDouble()).isEqualTo(1.6);
        assertThat(bravo.path("value_amount").asText()).isEqualTo("21600.00");
        assertThat(bravo.path("expected_value_amount").asText()).isEqualTo("2160.00");
        assertThat(bravo.path("probability_basis").asText()).isEqualTo("planning_weight");
        assertThat(answer.at("/clients/0/current_products").toString()).isEqualTo("[\"alpha\"]");
        assertThat(answer.at("/clients/0/recommended_products").toString())
                .isEqualTo("[\"bravo\"]");

        assertThat(opportunities("{'client_id': 'Beta Ltd', 'min_lift': 1.6}")).hasSize(1);
        assertThat(opportunities("{'client_id': 'Beta Ltd', 'min_lift': 1.61}")).isEmpty();
        assertThat(opportunities("{'client_id': 'Beta Ltd', 'min_pair_count': 8}")).hasSize(1);
        assertThat(opportunities("{'client_id': 'Beta Ltd', 'min_pair_count': 9}")).isEmpty();
    }

    @Test
    void tooFewPairsLeaveTheComplementAlone() {
        fixture.rows(db -> peers(db, "professional", 40, 20, 6, 4));
        assertThat(opportunities("{'client_id': 'Beta Ltd'}")).isEmpty();
        fixture.rows(
                db ->
                        db.execute(
                                "update products set complements = '{bravo}' where product_id ="
                                        + " 'alpha'"));
        JsonNode alone = opportunities("{'client_id': 'Beta Ltd'}");
        assertThat(alone).hasSize(1);
        assertThat(texts(alone.get(0).path("rules"), "rule_id")).containsExactly("COMPLEMENT");
        assertThat(alone.get(0).path("value_amount").asText()).isEqualTo("21600.00");
    }

    @Test
    void aSmallTierIsComparedWithAllAndATierThatBuysNothingIsOfferedNothing() {
        fixture.rows(
                db -> {
                    peers(db, "professional", 29, 20, 10, 8);
                    for (int i = 0; i < 171; i++) {
                        ExpansionScenes.client(
                                db, "client_s" + i, "Starter " + i, "starter", 1_000, 5, "{}");
                    }
                });
        JsonNode bravo = opportunities("{'client_id': 'Beta Ltd'}").get(0);
        JsonNode evidence = bravo.at("/rules/0/evidence");
        assertThat(evidence.path("peer_group").asText()).isEqualTo("portfolio");
        assertThat(evidence.path("peer_count").asInt()).isEqualTo(200);
        assertThat(evidence.path("lift").asDouble()).isEqualTo(8);
        fixture.rows(
                db ->
                        db.execute(
                                "update products set tiers = '{enterprise}' where product_id ="
                                        + " 'bravo'"));
        assertThat(opportunities("{'client_id': 'Beta Ltd'}")).isEmpty();
    }

    @Test
    void whatWasAskedForAndHelpForWhoUsesLittle() {
        fixture.rows(
                db -> {
                    ExpansionScenes.client(
                            db, "client_beta", "Beta Ltd", "professional", 50_000, 5, "{alpha}");
                    ExpansionScenes.product(db, "coaching", "training", "flat", 3_000);
                    db.execute(
                            """
                            insert into features (feature_id, product_id, key, name, is_core)
                            values ('feature_1', 'bravo', 'charts', 'Charts', false), ('feature_2', 'alpha', 'tasks', 'Tasks', true),
                                ('feature_3', 'alpha', 'boards', 'Boards', true), ('feature_4', 'alpha', 'search', 'Search', true)
                            """);
                    db.execute(
                            """
                            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                            values ('client_beta', '2026-06-20', 'tasks', 3, 1)
                            """);
                    db.execute(
                            """
                            insert into feedback (client_id, feedback_id, type, source, title, tags, assigned_team, received_at)
                            values ('client_beta', 'feedback_1', 'feature_request', 'email', 'Charts!', '{charts}', 'product',
                                '2026-05-03')
                            """);
                    db.execute("update clients set health_score = 60");
                });
        JsonNode weak = fixture.tools.ok(tool, "{'client_id': 'Beta Ltd'}");
        assertThat(texts(weak.path("opportunities"), "finding_key"))
                .containsExactly("add_on:coaching");
        assertThat(weak.at("/opportunities/0/value_amount").asText()).isEqualTo("3000.00");
        assertThat(weak.at("/opportunities/0/rules/0/evidence/core_adoption_rate").asText())
                .isEqualTo("0.3333");
        assertThat(texts(weak.path("data_gaps"), "reason")).contains("too_few_clients");
        fixture.rows(db -> db.execute("update clients set health_score = 80"));
        JsonNode asked = fixture.tools.ok(tool, "{'client_id': 'Beta Ltd'}");
        assertThat(texts(asked.path("opportunities"), "finding_key"))
                .containsExactly("cross_sell:bravo", "add_on:coaching");
        assertThat(asked.at("/clients/0/recommended_products").toString())
                .isEqualTo("[\"bravo\",\"coaching\"]");
        assertThat(asked.at("/clients/0/total_value_amount").asText()).isEqualTo("24600.00");
        assertThat(
                        opportunities("{'client_id': 'Beta Ltd', 'product_family': 'TRAINING'}")
                                .findValuesAsText("finding_key"))
                .containsExactly("add_on:coaching");
        // A second core feature makes it two of three.
        fixture.rows(
                db ->
                        db.execute(
                                """
                                insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                                values ('client_beta', '2026-06-21', 'boards', 3, 1)
                                """));
        assertThat(opportunities("{'client_id': 'Beta Ltd'}").findValuesAsText("finding_key"))
                .containsExactly("cross_sell:bravo");
    }

    /** Two of the three core features of alpha are unused; who has bought no known product has all five. */
    @Test
    void aCoreFeatureOfNoProductCountsOnlyWhereNoProductIsKnown() {
        fixture.rows(
                db -> {
                    ExpansionScenes.client(
                            db, "client_beta", "Beta Ltd", "professional", 50_000, 5, "{alpha}");
                    ExpansionScenes.product(db, "coaching", "training", "flat", 3_000);
                    db.execute(
                            """
                            insert into features (feature_id, product_id, key, name, is_core)
                            values ('feature_1', 'alpha', 'tasks', 'Tasks', true), ('feature_2', 'alpha', 'boards', 'Boards', true),
                                ('feature_3', 'alpha', 'search', 'Search', true), ('feature_4', 'bravo', 'charts', 'Charts', true),
                                ('feature_5', null, 'notes', 'Notes', true)
                            """);
                    db.execute(
                            """
                            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                            values ('client_beta', '2026-06-20', 'tasks', 3, 1), ('client_beta', '2026-06-20', 'notes', 3, 1)
                            """);
                });
        JsonNode bought = opportunities("{'client_id': 'Beta Ltd'}");
        assertThat(texts(bought, "finding_key")).containsExactly("add_on:coaching");
        assertThat(bought.at("/0/rules/0/evidence/core_available_count").asInt()).isEqualTo(3);
        fixture.rows(db -> db.execute("update contracts set products = '{gone}'"));
        JsonNode unknown = opportunities("{'client_id': 'Beta Ltd'}");
        assertThat(texts(unknown, "finding_key")).containsExactly("add_on:coaching");
        assertThat(unknown.at("/0/rules/0/evidence/core_available_count").asInt()).isEqualTo(5);
    }

    @Test
    void whatAnUpgradeHoldsIsNotOfferedBesideIt() {
        fixture.rows(
                db -> {
                    ExpansionScenes.client(
                            db, "client_beta", "Beta Ltd", "professional", 50_000, 5, "{alpha}");
                    db.execute(
                            "update products set complements = '{bravo}' where product_id ="
                                    + " 'alpha'");
                    db.execute(
                            """
                            insert into features (feature_id, product_id, key, name, min_tier)
                            values ('feature_1', 'alpha', 'sso', 'Single sign-on', 'enterprise')
                            """);
                    db.execute(
                            """
                            insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                            values ('client_beta', '2026-06-20', 'sso', 30, 1)
                            """);
                });
        assertThat(opportunities("{'client_id': 'Beta Ltd'}")).hasSize(1);
        fixture.rows(
                db ->
                        db.execute(
                                """
                                insert into product_prices (product_id, tier, valid_from, list_price_amount, price_unit)
                                values ('bravo', 'enterprise', '2026-01-01', 0, 'flat')
                                """));
        assertThat(opportunities("{'client_id': 'Beta Ltd'}")).isEmpty();
        fixture.scan();
        assertThat(opportunities("{}")).isEmpty();
    }

    @Test
    void thePortfolioShowsItsPairsAndFindsTheSame() {
        fixture.rows(db -> peers(db, "professional", 40, 20, 10, 8));
        fixture.scan();
        JsonNode answer = fixture.tools.ok(tool, "{}");
        assertThat(answer.at("/product_pairs")).hasSize(2);
        assertThat(answer.at("/product_pairs/0/lift").asDouble()).isEqualTo(1.6);
        assertThat(answer.at("/product_pairs/0/owners_a_count").asInt()).isEqualTo(20);
        assertThat(answer.at("/product_pairs/0/owners_b_count").asInt()).isEqualTo(10);
        assertThat(answer.path("total_count").asInt()).isEqualTo(14);
        assertThat(answer.at("/summary/by_product/0/key").asText()).isEqualTo("bravo");
        assertThat(answer.at("/summary/by_product/0/finding_count").asInt()).isEqualTo(12);
        for (JsonNode each : answer.path("opportunities")) {
            JsonNode live =
                    opportunities("{'client_id': '" + each.path("client_id").asText() + "'}");
            assertThat(live.get(0)).isEqualTo(each);
        }
        JsonNode candidates = fixture.tools.ok(tool, "{'product_id': 'alpha'}");
        assertThat(candidates.path("total_count").asInt()).isEqualTo(2);
        assertThat(candidates.path("clients")).hasSize(2);
    }

    @Test
    void saysWhatToSendInstead() {
        assertThat(refused("{'product_id': 'alfa'}")).contains("not_found", "alpha");
        assertThat(refused("{'product_family': 'plattform'}")).contains("not_found", "platform");
        assertThat(refused("{'client_id': 'Beta Ltd', 'csm': 'Ana'}"))
                .contains("csm is for the portfolio");
        fixture.rows(db -> db.execute("delete from products"));
        fixture.scan();
        JsonNode nothing = fixture.tools.ok(tool, "{'product_id': 'alpha'}");
        assertThat(nothing.path("opportunities")).isEmpty();
        assertThat(texts(nothing.path("data_gaps"), "reason")).contains("no products");
    }

    private JsonNode opportunities(String arguments) {
        return fixture.tools.ok(tool, arguments).path("opportunities");
    }

    private String refused(String arguments) {
        return fixture.tools.refused(tool, arguments).toString();
    }

    /**
     * Adds this many clients of a tier, of which so many own alpha, bravo and both; Beta Ltd is one that owns only
     * alpha.
     */
    private static void peers(Handle db, String tier, int all, int alpha, int bravo, int both) {
        List<String> owned = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            owned.add(
                    i < both
                            ? "{alpha,bravo}"
                            : i < alpha ? "{alpha}" : i < alpha + bravo - both ? "{bravo}" : "{}");
        }
        for (int i = 0; i < all; i++) {
            boolean isBeta = i == alpha - 1;
            ExpansionScenes.client(
                    db,
                    isBeta ? "client_beta" : "client_peer%02d".formatted(i),
                    isBeta ? "Beta Ltd" : "Peer " + i,
                    tier,
                    10_000,
                    5,
                    owned.get(i));
        }
    }
}
