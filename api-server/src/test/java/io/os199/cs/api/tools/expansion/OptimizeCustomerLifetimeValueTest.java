package io.os199.cs.api.tools.expansion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.expansion.lifetime.PortfolioLifetimeWork;
import io.os199.cs.jobs.ChunkedWork;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.jobs.TestJobs;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;
import io.os199.cs.retention.risk.AnnualChurn;
import io.os199.cs.retention.risk.AnnualRisk.Windows;
import io.os199.cs.retention.risk.RiskRefresh;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleUnaryOperator;

/** The worked examples of the tool over a real database, on 2026-06-30. */
class OptimizeCustomerLifetimeValueTest {
    private static final String PAGE = "client_page";

    private final TestClock clock = new TestClock("2026-06-30T12:00:00Z");
    private final TestDatabase database = TestDatabase.create(clock);
    private final ToolFixture fixture = new ToolFixture(database.database(), clock);
    private final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
    private final PortfolioLifetimeWork work = new PortfolioLifetimeWork(cursors);
    private final Tool<?, ?> tool =
            new OptimizeCustomerLifetimeValue(
                    database.database(),
                    new ClientDirectory(),
                    new JobCalls(ToolFixture.jobs(database, clock), new AuditLog(clock)),
                    cursors);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aClientHasItsValueAndWhatRetentionAndExpansionWouldAdd() throws Exception {
        economics(null, null);
        growingPeers(20);
        pageClient();
        JsonNode answer = portfolio("{'optimization_focus': 'retention', 'wait_seconds': 25}", 7);
        JsonNode client = answer.at("/clients/0");
        assertFields(
                client,
                "client_name Page Ltd",
                "arr_amount 72000.00",
                "annual_churn_probability 0.1000",
                "annual_growth_rate 0.0300",
                "growth_basis tier",
                "expected_tenure_years 10.00",
                "tenure_capped false",
                "expected_years_in_horizon 4.10",
                "clv_amount 190470.44",
                "value_kind margin",
                "lifetime_revenue_to_date_amount 41621.92",
                "acquisition_cost_amount 50000.00",
                "ltv_to_cac_ratio 3.81",
                "calibration none",
                "model_version 1");
        assertThat(client.has("cost_to_serve_amount")).isFalse();
        JsonNode lever = client.at("/levers/0");
        assertFields(
                lever,
                "lever improve_retention",
                "clv_after_amount 209630.32",
                "clv_gain_amount 19159.88",
                "because open signs of risk: health.payment");
        assertThat(lever.path("changed").toString())
                .isEqualTo(
                        "{\"input\":\"annual_churn_probability\",\"from\":0.1000,\"to\":0.0600}");
        assertThat(lever.has("actions")).isFalse();
        assertFields(
                answer.path("summary"),
                "client_count 1",
                "not_valued_count 20",
                "total_clv_amount 190470.44",
                "total_arr_amount 72000.00");
        assertThat(answer.at("/summary/by_tier").toString())
                .isEqualTo(
                        "[{\"tier\":\"professional\",\"client_count\":1,\"clv_amount\":190470.44,"
                                + "\"median_clv_amount\":190470.44}]");
        assertThat(answer.path("calibration_note").asText()).startsWith("expert prior");
        assertThat(answer.path("levers_note").asText()).contains("do not add up");
        assertThat(texts(answer.path("data_gaps"), "reason"))
                .containsExactly(
                        "no_cost_rates: serving counts 0",
                        "no_probability or no_ledger_row of 20 clients",
                        "stale_run: no prediction yet",
                        "stale_run: no scan for findings yet");

        finding(PAGE, "seats", "SEATS_OVER", 8_640);
        JsonNode grown = portfolio("{'optimization_focus': 'expansion', 'wait_seconds': 25}", 500);
        assertFields(
                grown.at("/clients/0/levers/0"),
                "lever increase_expansion",
                "clv_gain_amount 2285.65",
                "because expected value 864.00 of 1 findings that nothing holds back and 0 open"
                        + " opportunities");
        assertThat(grown.at("/summary/levers").toString())
                .isEqualTo(
                        "[{\"lever\":\"increase_expansion\",\"client_count\":1,\"total_gain_amount\":2285.65}]");
        // A finding without a price adds nothing, and is reported.
        execute("update opportunity_findings set value_amount = null");
        JsonNode unpriced =
                portfolio("{'optimization_focus': 'expansion', 'wait_seconds': 25}", 500);
        assertThat(unpriced.at("/clients/0/levers")).isEmpty();
        assertThat(texts(unpriced.path("data_gaps"), "reason"))
                .contains("price_missing of 1 findings or open opportunities: they count 0");
        execute("update opportunity_findings set value_amount = 8640");
        // Whatever holds the finding back removes the lever.
        execute("update clients set churn_risk_level = 'high' where client_id = ?", PAGE);
        assertThat(
                        portfolio("{'optimization_focus': 'expansion', 'wait_seconds': 25}", 500)
                                .at("/clients/0/levers"))
                .isEmpty();
    }

    @Test
    void servingCostsLowerTheValueAndFewerTicketsAreALever() throws Exception {
        economics(150, 200);
        growingPeers(20);
        pageClient();
        for (int i = 0; i < 5; i++) {
            load("client_peer" + i, 12, 10);
        }
        load(PAGE, 20, 10);
        execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, answered_at)
                select ?, timestamptz '2026-06-30 10:00Z' - n * interval '14 days', 'touchpoint_' || n,
                    case when n % 2 = 0 then 'call' else 'email' end, 'outbound',
                    case when n % 2 = 1 then timestamptz '2026-06-30 11:00Z' end
                from generate_series(1, 24) n
                """,
                PAGE);
        // Unanswered, too long ago, or deleted: none of these counts.
        execute(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                values (?, '2026-06-01 10:00Z', 'touchpoint_silent', 'email', 'outbound'),
                    (?, '2025-06-30 10:00Z', 'touchpoint_old', 'call', 'outbound')
                """,
                PAGE,
                PAGE);
        execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at, deleted_at)
                values (?, 'ticket_old', 'How?', '', 'P3', 'bug_report', '2025-06-30 10:00Z', null),
                    (?, 'ticket_deleted', 'How?', '', 'P3', 'bug_report', '2026-06-01 10:00Z', now())
                """,
                PAGE,
                PAGE);
        JsonNode answer = portfolio("{'optimization_focus': 'efficiency', 'wait_seconds': 25}", 3);
        assertFields(
                answer.at("/clients/0"), "cost_to_serve_amount 7800.00", "clv_amount 165893.52");
        assertFields(
                answer.at("/clients/0/levers/0"),
                "lever reduce_cost_to_serve",
                "clv_gain_amount 3781.06",
                "because 2.00 tickets per active user in 365 days, median 1.20 of 5 peers of the"
                        + " tier");
        assertThat(answer.at("/clients/0/levers/0/changed").toString())
                .isEqualTo("{\"input\":\"ticket_count_365d\",\"from\":20.00,\"to\":12.00}");
        execute("delete from health_scores where client_id = 'client_peer0'");
        assertThat(
                        portfolio("{'optimization_focus': 'efficiency', 'wait_seconds': 25}", 3)
                                .at("/clients/0/levers"))
                .as("four peers are too few")
                .isEmpty();
    }

    @Test
    void oneClientIsValuedNowAndAsThePortfolioWillValueIt() throws Exception {
        database.jdbi().useHandle(RetentionScenes::acme);
        execute("update contracts set start_date = '2025-09-15'");
        execute(
                """
                insert into contracts (client_id, contract_id, type, status, value, start_date, end_date, tier)
                values ('client_acme', 'contract_before', 'new', 'expired', 72000, '2025-04-18', '2025-09-14', 'professional')
                """);
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        JsonNode acme = answer.at("/clients/0");
        assertFields(
                acme,
                "annual_churn_probability 0.7798",
                "annual_growth_rate 0.0000",
                "growth_basis none",
                "expected_tenure_years 1.28",
                "expected_years_in_horizon 1.28",
                "value_kind revenue",
                "lifetime_revenue_to_date_amount 86400.00");
        assertFields(
                answer.at("/evidence/client"),
                "probability_in_window 0.5909",
                "probability_off_window 0.1835",
                "term_days 365",
                "ticket_count_365d 3");
        assertThat(texts(acme.path("levers"), "lever")).containsExactly("improve_retention");
        assertThat(texts(acme.at("/levers/0/actions"), "rule_id"))
                .containsExactly("P-SERVICE", "P-USAGE", "P-SEATS");
        assertThat(texts(acme.at("/levers/0/actions"), "priority"))
                .containsExactly("high", "high", "medium");
        assertThat(texts(acme.at("/levers/0/actions"), "because"))
                .containsExactly(
                        "aged_urgent_ticket 20.6250, open_escalation 1.0000",
                        "usage_drop -0.3590",
                        "seats_idle 0.3500");
        assertThat(texts(answer.path("data_gaps"), "field"))
                .containsExactly(
                        "clients.value_kind",
                        "clients.cost_to_serve_amount",
                        "clients.annual_growth_rate",
                        "clients.ltv_to_cac_ratio");

        refreshRisk();
        JsonNode stored = portfolio("{'wait_seconds': 25}", 500).at("/clients/0");
        for (String field :
                List.of("annual_churn_probability", "clv_amount", "expected_tenure_years")) {
            assertThat(stored.path(field)).as(field).isEqualTo(acme.path(field));
        }
        assertThat(stored.at("/levers/0/clv_gain_amount"))
                .isEqualTo(acme.at("/levers/0/clv_gain_amount"));
        assertThat(stored.at("/levers/0/because")).isEqualTo(acme.at("/levers/0/because"));
    }

    /** An expansion that ends earlier than the contract does not change how often a renewal can end a year. */
    @Test
    void theRiskThatIsStoredGoesByTheTermOfTheBaseContract() {
        database.jdbi().useHandle(RetentionScenes::acme);
        execute(
                """
                insert into contracts (client_id, contract_id, type, status, value, start_date, end_date, renewal_date, tier)
                values ('client_acme', 'contract_added', 'expansion', 'active', 1, '2026-06-01', '2026-07-31', '2026-07-31',
                    'professional')
                """);
        refreshRisk();
        JsonNode acme = fixture.ok(tool, "{'client_id': 'Acme Corp'}").at("/clients/0");
        assertThat(one("select round(annual_churn_probability::numeric, 4)::text from clients"))
                .isEqualTo(acme.path("annual_churn_probability").asText());
    }

    @Test
    void whoPaidNothingForAWhileSaysNothingOfGrowth() {
        database.jdbi().useHandle(RetentionScenes::acme);
        growingPeers(20);
        client("client_pause", "Pause", "professional", 1_000, "2025-01-01", "2027-01-01");
        execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('client_pause', '2026-01-01', 'movement_less', 'contraction', -1000),
                    ('client_pause', '2026-03-01', 'movement_more', 'expansion', 5000)
                """);
        // 600 more on 72,000 and 20 times 1,000.
        assertFields(
                fixture.ok(tool, "{'client_id': 'Acme Corp'}").at("/clients/0"),
                "growth_basis tier",
                "annual_growth_rate 0.0065");
    }

    @Test
    void theLeversOfOneClientSayWhatToDo() {
        database.jdbi().useHandle(RetentionScenes::acme);
        economics(150, 200);
        growingPeers(20);
        for (int i = 0; i < 5; i++) {
            load("client_peer" + i, 12, 10);
        }
        execute(
                """
                update health_scores set inputs = '{"known": true, "active_user_count": 2}'
                where client_id = 'client_acme'
                """);
        execute(
                """
                insert into opportunities (client_id, opportunity_id, type, finding_key, stage, value_amount)
                values ('client_acme', 'opportunity_1', 'seats', 'seats:-', 'proposed', 8640),
                    ('client_acme', 'opportunity_2', 'add_on', 'add_on:-', 'identified', 40000),
                    ('client_acme', 'opportunity_3', 'upsell', 'upsell:x', 'qualified', null)
                """);
        JsonNode answer = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        JsonNode levers = answer.at("/clients/0/levers");
        assertThat(texts(levers, "lever"))
                .containsExactly("improve_retention", "increase_expansion", "reduce_cost_to_serve");
        assertThat(levers.valueStream().map(each -> -each.path("clv_gain_amount").asDouble()))
                .isSorted();
        assertThat(texts(levers.at("/1/actions"), "opportunity_id"))
                .containsExactly("opportunity_1", "opportunity_2");
        assertThat(texts(levers.at("/1/actions"), "expected_value_amount"))
                .containsExactly("4320.00", "4000.00");
        assertThat(texts(levers.at("/1/actions"), "because").getFirst())
                .startsWith("value 8640.00, probability 0.5000, ");
        assertThat(texts(levers.at("/2/actions"), "rule_id"))
                .containsExactly("T-ARTICLES", "T-TRAINING");
        assertThat(texts(answer.path("data_gaps"), "reason"))
                .contains("price_missing of 1 findings or open opportunities: they count 0");
        assertThat(levers.at("/1/changed").toString())
                .isEqualTo("{\"input\":\"arr_amount\",\"from\":72000.00,\"to\":80320.00}");
        assertThat(texts(levers.at("/2/actions"), "action"))
                .containsExactly(
                        "Write knowledge base articles on bug report: 3 of 3 tickets",
                        "Train the users on what they open tickets of bug report for");
        assertFields(
                answer.at("/evidence/client"),
                "active_user_count 2",
                "peer_count 5",
                "peer_median_tickets_per_user 1.20");
    }

    @Test
    void whatTheCallAssumesComesBeforeTheEconomics() {
        database.jdbi().useHandle(RetentionScenes::acme);
        execute(
                """
                insert into economics (effective_from, gross_margin_rate, discount_rate)
                values ('2025-01-01', 0.5, 0.3), ('2026-06-30', 0.7, 0.2), ('2026-07-01', 0.9, 0.4)
                """);
        JsonNode stored = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertFields(
                stored.path("evidence"),
                "discount_rate 0.2000",
                "discount_basis economics",
                "gross_margin_rate 0.7000",
                "economics_from 2026-06-30");
        JsonNode asked =
                fixture.ok(
                        tool,
                        "{'client_id': 'Acme Corp', 'discount_rate': 0, 'gross_margin_rate': 1,"
                                + " 'horizon_years': 1}");
        // One year without discount: A × √(1 − q).
        double churn = asked.at("/clients/0/annual_churn_probability").asDouble();
        assertThat(asked.at("/clients/0/clv_amount").asDouble())
                .isCloseTo(72_000 * Math.sqrt(1 - churn), within(10.0));
        assertFields(asked.path("evidence"), "discount_basis argument", "margin_basis argument");
        assertFields(asked.at("/clients/0"), "value_kind margin");
    }

    @Test
    void whatCannotBeValuedIsNamed() {
        database.jdbi()
                .useHandle(
                        db -> {
                            RetentionScenes.client(
                                    db,
                                    "client_new",
                                    "New",
                                    "starter",
                                    9_000,
                                    "2026-06-01",
                                    "2027-06-01");
                            RetentionScenes.client(
                                    db,
                                    "client_bare",
                                    "Bare",
                                    "starter",
                                    1,
                                    "2026-06-01",
                                    "2027-06-01");
                        });
        execute("delete from revenue_movements where client_id = 'client_bare'");
        JsonNode unknown = fixture.ok(tool, "{'client_id': 'New'}");
        assertThat(unknown.at("/clients/0").has("clv_amount")).isFalse();
        assertFields(unknown.at("/clients/0"), "arr_amount 9000.00");
        assertThat(unknown.path("data_gaps").toString()).contains("no_probability");
        database.jdbi().useHandle(RetentionScenes::acme);
        execute("update clients set contract_value = 71000 where client_id = 'client_acme'");
        JsonNode acme = fixture.ok(tool, "{'client_id': 'Acme Corp'}");
        assertFields(acme.at("/clients/0"), "arr_amount 72000.00");
        assertThat(texts(acme.path("data_gaps"), "reason"))
                .anyMatch(reason -> reason.startsWith("arr_mismatch"));
        JsonNode bare = fixture.ok(tool, "{'client_id': 'Bare'}");
        assertThat(bare.at("/clients/0").has("arr_amount")).isFalse();
        assertThat(bare.path("data_gaps").toString()).contains("no_ledger_row");
    }

    @Test
    void aLongerTermIsALeverWhereItWasFound() throws Exception {
        pageClient();
        execute("delete from risk_indicators");
        finding(PAGE, "multi_year", "MULTI_YEAR", 0);
        JsonNode lever =
                portfolio("{'optimization_focus': 'retention', 'wait_seconds': 25}", 500)
                        .at("/clients/0/levers/0");
        assertFields(
                lever,
                "lever term_commitment",
                "because MULTI_YEAR finding: a term of 365 days twice as long");
        assertThat(lever.at("/changed/from").asText()).isEqualTo("0.1000");
        assertThat(lever.at("/changed/to").asDouble()).isLessThan(0.10).isGreaterThan(0.05);
    }

    @Test
    void pagesThroughThePortfolioInEachOrder() throws Exception {
        for (int i = 1; i <= 5; i++) {
            valued(
                    "client_" + i,
                    "C " + i,
                    i % 2 == 0 ? "starter" : "enterprise",
                    i * 10_000,
                    0.1 * i);
        }
        execute("update clients set csm = 'Kim' where client_id in ('client_2', 'client_3')");
        JsonNode first = portfolio("{'sort': 'clv', 'limit': 2, 'wait_seconds': 25}", 2);
        assertThat(first.path("total_count").asInt()).isEqualTo(5);
        List<String> seen = new ArrayList<>(texts(first.path("clients"), "client_id"));
        JsonNode page = first;
        while (page.has("next_cursor")) {
            page =
                    portfolio(
                            "{'sort': 'clv', 'limit': 2, 'wait_seconds': 25, 'cursor': '%s'}"
                                    .formatted(page.path("next_cursor").asText()),
                            2);
            seen.addAll(texts(page.path("clients"), "client_id"));
        }
        // 50,000 at 0.5 is worth less than 40,000 at 0.4.
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "client_1", "client_2", "client_3", "client_4", "client_5");
        JsonNode all = portfolio("{'sort': 'clv', 'wait_seconds': 25}", 500);
        assertThat(texts(all.path("clients"), "client_id")).isEqualTo(seen);
        assertThat(
                        all.path("clients")
                                .valueStream()
                                .map(each -> -each.path("clv_amount").asDouble()))
                .isSorted();
        assertThat(
                        texts(
                                portfolio("{'sort': 'churn', 'wait_seconds': 25}", 3)
                                        .path("clients"),
                                "client_id"))
                .containsExactly("client_5", "client_4", "client_3", "client_2", "client_1");
        // None has a lever, so only the ids order them.
        JsonNode none = portfolio("{'limit': 3, 'wait_seconds': 25}", 3);
        assertThat(texts(none.path("clients"), "client_id"))
                .containsExactly("client_1", "client_2", "client_3");
        assertThat(
                        texts(
                                portfolio(
                                                "{'limit': 3, 'wait_seconds': 25, 'cursor': '%s'}"
                                                        .formatted(
                                                                none.path("next_cursor").asText()),
                                                3)
                                        .path("clients"),
                                "client_id"))
                .containsExactly("client_4", "client_5");
        assertThat(
                        texts(
                                portfolio("{'csm': 'kim', 'wait_seconds': 25}", 500)
                                        .path("clients"),
                                "client_id"))
                .containsExactly("client_2", "client_3");
        JsonNode starters =
                portfolio("{'tier': 'starter', 'min_arr_amount': 30000, 'wait_seconds': 25}", 500);
        assertThat(texts(starters.path("clients"), "client_id")).containsExactly("client_4");
        assertThat(starters.at("/summary/client_count").asInt()).isEqualTo(1);
        assertThat(
                        fixture.refused(
                                        tool,
                                        "{'sort': 'churn', 'cursor': '%s'}"
                                                .formatted(first.path("next_cursor").asText()))
                                .path("message")
                                .asText())
                .contains("other filters or another sort");
    }

    @Test
    void anEmptyDeploymentIsWorthNothing() throws Exception {
        JsonNode answer = portfolio("{'wait_seconds': 25}", 500);
        assertThat(answer.path("clients")).isEmpty();
        assertFields(
                answer.path("summary"),
                "client_count 0",
                "not_valued_count 0",
                "total_clv_amount 0.00");
    }

    @Test
    void whatIsRefused() {
        database.jdbi().useHandle(RetentionScenes::acme);
        JsonNode filters =
                fixture.refused(
                        tool,
                        "{'client_id': 'Acme Corp', 'sort': 'clv', 'tier': 'starter',"
                                + " 'horizon_years': 11, 'discount_rate': 0.6}");
        assertThat(filters.toString()).contains("sort", "tier", "horizon_years", "discount_rate");
        assertThat(
                        fixture.refused(tool, "{'client_id': '\\u0000; drop table clients'}")
                                .path("code")
                                .asText())
                .isEqualTo("invalid_argument");
        assertThat(
                        fixture.refused(tool, "{'client_id': 'Acme'}")
                                .at("/suggestions/0/name")
                                .asText())
                .isEqualTo("Acme Corp");
        assertThat(fixture.refused(tool, "{'segment_id': 'segment_none'}").path("code").asText())
                .isEqualTo("not_found");
        execute("update clients set status = 'churned', lifecycle_stage = 'churned'");
        execute(
                """
                insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                values ('client_acme', '2026-04-18', 'movement_end', 'churn', -72000)
                """);
        JsonNode churned = fixture.refused(tool, "{'client_id': 'Acme Corp'}");
        assertThat(churned.path("code").asText()).isEqualTo("failed_precondition");
        assertThat(churned.path("hint").asText())
                .isEqualTo(
                        "Its lifetime revenue is 72000.00; why it left is in"
                                + " analyze_churn_postmortem");
    }

    /**
     * Adds the client of the worked example: it churns with 0.10 a year as it is, and with 0.06 if its payments were
     * in order.
     */
    private void pageClient() {
        client(PAGE, "Page Ltd", "professional", 72_000, "2025-12-01", "2026-12-01");
        execute(
                """
                update clients set health_score = 82, churn_risk_level = 'low', lifecycle_stage = 'active',
                    acquisition_cost_amount = 50000
                where client_id = ?
                """,
                PAGE);
        execute(
                """
                insert into risk_indicators (client_id, indicator_key, detected_at, category, severity)
                values (?, 'health.payment', '2026-06-20', 'payment', 'medium')
                """,
                PAGE);
        ChurnModel model = database.database().read(ChurnModels::active);
        ChurnFacts centred = centred(model);
        double contraction =
                solved(
                        0.06,
                        value ->
                                annual(
                                        model,
                                        centred.with(ChurnFeature.CONTRACTION_12M, value)
                                                .with(ChurnFeature.PAYMENT_STATE, 0.0)));
        ChurnFacts calm = centred.with(ChurnFeature.CONTRACTION_12M, contraction);
        double payment =
                solved(0.10, value -> annual(model, calm.with(ChurnFeature.PAYMENT_STATE, value)));
        predicted(PAGE, model, calm.with(ChurnFeature.PAYMENT_STATE, payment));
    }

    /** Adds a client with this probability of leaving within a year, and without any sign of risk. */
    private void valued(String id, String name, String tier, int arr, double churn) {
        client(id, name, tier, arr, "2026-01-01", "2027-01-01");
        ChurnModel model = database.database().read(ChurnModels::active);
        ChurnFacts centred = centred(model);
        double payment =
                solved(
                        churn,
                        value -> annual(model, centred.with(ChurnFeature.PAYMENT_STATE, value)));
        predicted(id, model, centred.with(ChurnFeature.PAYMENT_STATE, payment));
    }

    private static ChurnFacts centred(ChurnModel model) {
        ChurnFacts facts = ChurnFacts.unknown("client", RetentionScenes.TODAY);
        for (ChurnFeature feature : ChurnFeature.values()) {
            facts =
                    facts.with(
                            feature, model.weights().features().get(WireName.of(feature)).centre());
        }
        return facts;
    }

    private static double annual(ChurnModel model, ChurnFacts facts) {
        Windows windows = Windows.of(model, facts).orElseThrow();
        return AnnualChurn.probability(windows.in(), windows.off(), 365);
    }

    /** Returns the argument at which a rising function has the value. */
    private static double solved(double wanted, DoubleUnaryOperator rising) {
        double low = -1_000;
        double high = 1_000;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (rising.applyAsDouble(middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private void predicted(String id, ChurnModel model, ChurnFacts facts) {
        Windows windows = Windows.of(model, facts).orElseThrow();
        execute(
                """
                insert into churn_predictions (client_id, predicted_on, predicted_at, model_version, probability,
                    probability_in_window, probability_off_window, coverage, calibration, contributions)
                values (?, '2026-06-30', '2026-06-30 03:00Z', ?, ?, ?, ?, 1, 'none', ?::jsonb)
                """,
                id,
                model.modelVersion(),
                windows.off(),
                windows.in(),
                windows.off(),
                Json.write(model.score(facts).contributions()));
    }

    private void client(
            String id, String name, String tier, int arr, String start, String renewal) {
        database.jdbi()
                .useHandle(db -> RetentionScenes.client(db, id, name, tier, arr, start, renewal));
    }

    /** Adds clients of the same tier that have paid for more than a year, and 3 % more since. */
    private void growingPeers(int count) {
        for (int i = 0; i < count; i++) {
            String id = "client_peer" + i;
            client(id, "Peer " + i, "professional", 1_000, "2025-01-01", "2027-01-01");
            execute(
                    """
                    insert into revenue_movements (client_id, effective_on, movement_id, kind, arr_delta_amount)
                    values (?, '2026-02-01', ?, 'expansion', 30)
                    """,
                    id,
                    "movement_more_" + id);
        }
    }

    private void economics(@Nullable Integer perTicket, @Nullable Integer perTouch) {
        execute(
                """
                insert into economics (effective_from, gross_margin_rate, discount_rate, cost_per_ticket_amount,
                    cost_per_touchpoint_amount)
                values ('2026-01-01', 0.8, 0.1, ?, ?)
                """,
                perTicket,
                perTouch);
    }

    /** Adds this many tickets in the last year, and users as the health score counts them. */
    private void load(String id, int tickets, int users) {
        execute(
                """
                insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at)
                select ?, 'ticket_' || ? || n, 'How?', '', 'P3', case when n % 4 = 0 then 'bug_report' else 'how_to_question' end,
                    timestamptz '2026-06-30 09:00Z' - n * interval '15 days'
                from generate_series(1, ?) n
                """,
                id, id, tickets);
        execute(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, coverage, inputs)
                select ?, model_id, model_version, 30, '2026-06-29', now(), now(), 1,
                    jsonb_build_object('known', true, 'active_user_count', ?)
                from scoring_models where kind = 'health' and status = 'active' and name = 'weighted_composite'
                """,
                id,
                users);
    }

    private void finding(String id, String type, String rule, int value) {
        execute(
                """
                insert into opportunity_findings (client_id, finding_key, type, rules, value_amount, found_at, last_seen_at)
                values (?, ?, ?, jsonb_build_array(jsonb_build_object('rule_id', ?, 'evidence', '{}'::jsonb)), ?,
                    '2026-06-30', '2026-06-30')
                """,
                id,
                type + ":-",
                type,
                rule,
                value);
    }

    private void refreshRisk() {
        RiskRefresh refresh =
                new RiskRefresh(new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
        JobOrder order =
                database.database().read(tx -> RiskRefresh.nightly(tx, RetentionScenes.TODAY));
        done(
                refresh,
                new RunningJob(
                        "job_risk", order.tool(), "system", order.arguments(), clock.instant()),
                500);
    }

    /** Returns the answer to a call that waits for its job, which is run here as workers run it. */
    private JsonNode portfolio(String arguments, int chunk) throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<JsonNode> waiting = threads.submit(() -> fixture.ok(tool, arguments));
            TestJobs.until(() -> waiting.isDone() || !queued().isEmpty());
            if (waiting.isDone()) {
                return waiting.get();
            }
            String id = queued().getFirst();
            String read = one("select arguments::text from jobs where job_id = '%s'".formatted(id));
            JsonNode result =
                    done(
                            work,
                            new RunningJob(
                                    id,
                                    work.tool(),
                                    "key_admin",
                                    Json.read(read, JsonNode.class),
                                    clock.instant()),
                            chunk);
            execute(
                    """
                    update jobs set status = 'completed', result = ?::jsonb, finished_at = '2026-06-30 12:00Z',
                        expires_at = '2026-07-01 12:00Z'
                    where job_id = ?
                    """,
                    result.toString(),
                    id);
            return waiting.get();
        }
    }

    private JsonNode done(ChunkedWork chunked, RunningJob job, int chunk) {
        List<String> ids =
                rows("select client_id from clients where status <> 'churned' order by client_id");
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < ids.size(); i += chunk) {
            List<String> part = ids.subList(i, Math.min(i + chunk, ids.size()));
            JobChunk at = new JobChunk(i, part.getFirst(), part.getLast(), part.size());
            results.add(database.database().write(tx -> chunked.work(tx, job, at)));
        }
        return database.database().write(tx -> chunked.finish(tx, job, results));
    }

    private List<String> queued() {
        return rows("select job_id from jobs where status = 'queued'");
    }

    private String one(String query) {
        return rows(query).getFirst();
    }

    private List<String> rows(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }

    private void execute(String sql, Object... values) {
        database.jdbi().useHandle(db -> db.execute(sql, values));
    }

    private static void assertFields(JsonNode item, String... expected) {
        for (String each : expected) {
            String[] parts = each.split(" ", 2);
            assertThat(item.path(parts[0]).asText()).as(parts[0]).isEqualTo(parts[1]);
        }
    }

    private static List<String> texts(JsonNode items, String field) {
        return items.valueStream().map(item -> item.path(field).asText()).toList();
    }
}
