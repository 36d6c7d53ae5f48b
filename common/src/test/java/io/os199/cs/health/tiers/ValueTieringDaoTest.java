package io.os199.cs.health.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.health.model.ServiceLevel;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.util.ArrayList;
import java.util.List;

/** The ranking and the job that stores it, with the figures of the worked example. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValueTieringDaoTest {
    private static final List<ServiceLevel> LEVELS =
            List.of(
                    new ServiceLevel(ValueTier.STRATEGIC, 7, 90, 8),
                    new ServiceLevel(ValueTier.HIGH, 14, 90, 18),
                    new ServiceLevel(ValueTier.MID, 30, 180, 45),
                    new ServiceLevel(ValueTier.STANDARD, 90, 365, 120),
                    new ServiceLevel(ValueTier.ENTRY, null, null, null));

    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final TestDatabase server = TestDatabase.create(clock);
    private final ValueTiering tiering =
            new ValueTiering(
                    LEVELS, new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);

    @BeforeEach
    void clear() {
        run("truncate client_names, usage_daily_users, timeline_events, audit_log cascade");
        run("update audit_chains set last_seq = 0, last_hash = ''");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void moneyIsCutIntoFifthsByRanksThatEqualsShare() {
        arr(5, 20, 80, 80, 120, 250);
        assertThat(scored("m")).isEqualTo("1 2 3 3 5 5");
        run("update clients set contract_value = 80000");
        assertThat(scored("m")).isEqualTo("1 1 1 1 1 1");
        assertThat(scored("value_score")).isEqualTo("0.00 0.00 0.00 0.00 0.00 0.00");
    }

    @Test
    void theScoreIsTheWeightedSumOfItsParts() {
        arr(10, 20, 30, 40, 50);
        // c5: highest ARR, second in use, seen a week ago, middle in growth.
        use("c1", 1, 100);
        use("c2", 2, 80);
        use("c5", 3, 7);
        use("c3", 4, 80);
        growth("c1", 100);
        growth("c2", 200);
        growth("c5", 50);
        growth("c4", 5);
        assertThat(scored("m || '' || f || r || g")).isEqualTo("1114 2315 3511 4112 5453");
        assertThat(scored("value_score")).endsWith(" 90.00");
        assertThat(scored("tier")).endsWith(" strategic");
    }

    @Test
    void growthThatNobodyEstimatedCountsByItsChance() {
        arr(10, 20, 30, 40, 50);
        growth("c1", 8_640);
        growth("c2", 8_000);
        run(
                "update opportunities set probability = null, stage = 'proposed' where client_id ="
                        + " 'c1'");
        assertThat(scored("round(weighted, 2)")).isEqualTo("4320.00 4000.00 0.00 0.00 0.00");
        assertThat(scored("g")).isEqualTo("5 4 1 1 1");
    }

    @Test
    void aSilentWhaleStaysStrategicByTheFloor() {
        arr(10, 20, 30, 40, 250);
        growth("c1", 1);
        assertThat(scored("value_score")).endsWith(" 55.00");
        assertThat(scored("tier")).endsWith(" strategic");
        run("update clients set contract_value = 190000 where client_id = 'c5'");
        assertThat(scored("tier")).endsWith(" mid");
    }

    @Test
    void recencyIsTheLaterOfUseAndTouchpoint() {
        arr(10, 10, 10, 10, 10, 10);
        use("c1", 1, 70);
        touch("c1", 7);
        touch("c2", 8);
        use("c3", 1, 15);
        touch("c3", 50);
        touch("c4", 60);
        touch("c5", 61);
        assertThat(scored("r")).isEqualTo("5 4 3 2 1 1");
    }

    @Test
    void fewerThanFiveClientsAreRankedByTheirArrAlone() {
        arr(9, 10, 200, 99);
        JsonNode report = report(order(ValueModel.RFM, false));
        assertThat(report.at("/model").asText()).isEqualTo("arr");
        assertThat(report.at("/data_gaps/0/reason").asText()).startsWith("too_few_clients");
        assertThat(counts(report)).isEqualTo("strategic 1, high 0, mid 1, standard 1, entry 1");
        assertThat(report.at("/tiers/0").has("mean_value_score")).isFalse();
        clear();
        JsonNode nobody = report(order(ValueModel.RFM, false));
        assertThat(counts(nobody)).isEqualTo("strategic 0, high 0, mid 0, standard 0, entry 0");
        assertThat(nobody.at("/client_count").asInt()).isZero();
    }

    @Test
    void onlyASaveWritesAndItTellsOfTiersThatChanged() {
        arr(9, 10, 60, 150, 300);
        ValueTierOrder dry = order(ValueModel.ARR, false);
        assertThat(report(dry).at("/moves")).isEmpty();
        assertThat(server.text("select count(value_tier)::text from clients")).isEqualTo("0");
        assertThat(server.text("select count(*)::text from audit_log")).isEqualTo("0");

        JsonNode first = report(order(ValueModel.ARR, true));
        assertThat(first.at("/moves")).as("a first tier is no move").isEmpty();
        assertThat(
                        server.text(
                                "select string_agg(value_tier, ' ' order by client_id) from"
                                        + " clients"))
                .isEqualTo("entry standard mid high strategic");
        assertThat(server.text("select string_agg(distinct version::text, ',') from clients"))
                .isEqualTo("1");
        run("update clients set contract_value = 5000 where client_id in ('c4', 'c5')");
        run("update clients set contract_value = 120000 where client_id = 'c1'");
        assertThat(report(dry).at("/moves").toString())
                .isEqualTo(
                        "[{\"from\":\"strategic\",\"to\":\"entry\",\"client_count\":1},"
                                + "{\"from\":\"high\",\"to\":\"entry\",\"client_count\":1},"
                                + "{\"from\":\"entry\",\"to\":\"high\",\"client_count\":1}]");
        JsonNode second = report(order(ValueModel.ARR, true));
        assertThat(second.at("/moves")).hasSize(3);
        assertThat(
                        server.text(
                                "select string_agg(client_id || ' ' || type || ' ' || impact, ', '"
                                        + " order by client_id) from timeline_events"))
                .isEqualTo("c1 profile positive, c4 profile negative, c5 profile negative");
        assertThat(server.text("select count(*)::text from audit_log"))
                .as("one for each chunk, of two in each run")
                .isEqualTo("4");
    }

    @Test
    void vipsTheirServiceAndTheLoadOfTheirOwnersAreNamed() {
        arr(300, 250, 240, 230, 90, 60, 20, 1, 1, 1);
        run("update clients set csm = 'Kim' where client_id in ('c01', 'c02')");
        run("update clients set csm = 'kim' where client_id = 'c05'");
        touch("c01", 7);
        touch("c02", 8);
        score("c02", 50, "declining");
        score("c05", 80, "stable");
        run(
                """
                insert into executive_reviews (client_id, review_id, type, scheduled_at, attendees, status, completed_at,
                    next_review_on)
                values ('c01', 'r1', 'quarterly', '2026-06-01', '[]', 'completed', '2026-06-01', '2026-09-01'),
                    ('c01', 'r2', 'quarterly', '2026-08-01', '[]', 'scheduled', null, null)
                """);
        JsonNode report = report(order(ValueModel.ARR, false));
        JsonNode strategic = report.at("/tiers/0");
        assertThat(strategic.at("/client_count").asInt()).isEqualTo(4);
        assertThat(strategic.at("/service/touch_within_rate").decimalValue()).isEqualTo("0.2500");
        assertThat(strategic.at("/service/review_within_rate").decimalValue()).isEqualTo("0.2500");
        assertThat(strategic.at("/service/late_clients").findValuesAsText("client_id"))
                .containsExactly("c02", "c03", "c04");
        assertThat(report.at("/tiers/4").has("service")).isFalse();
        assertThat(report.at("/vips")).hasSize(4);
        assertThat(report.at("/vips/0/reasons").toString())
                .isEqualTo("[\"tier_strategic\",\"top_arr\"]");
        assertThat(report.at("/vips/0/next_review_on").asText()).isEqualTo("2026-08-01");
        assertThat(report.at("/vips/1/reasons").toString()).isEqualTo("[\"tier_strategic\"]");
        assertThat(report.at("/upgrade_candidates").toString())
                .contains("c05", "\"next_tier\":\"high\"", "\"gap\":10000.00");
        assertThat(report.at("/downgrade_risks").findValuesAsText("client_id"))
                .containsExactly("c02");
        assertThat(report.at("/capacity/csm_count").asInt()).isEqualTo(1);
        assertThat(report.at("/capacity/unowned_count").asInt()).isEqualTo(7);
        assertThat(report.at("/capacity/by_csm/0/load").decimalValue()).isEqualTo("0.2722");
        assertThat(report.at("/recommendations").findValuesAsText("rule_id"))
                .containsExactly("VT_VIP_LATE", "VT_VIP_RISK", "VT_UNOWNED", "VT_UPGRADE");
    }

    @Test
    void anOwnerWithTooMuchIsToldWhichAccountsToMove() {
        arr(201, 202, 203, 204, 205, 206, 207, 208, 209, 210);
        run("update clients set csm = 'Kim'");
        JsonNode report = report(order(ValueModel.RFM, false));
        assertThat(report.at("/capacity/by_csm/0/load").decimalValue()).isEqualTo("1.2500");
        assertThat(report.at("/capacity/needed_fte").decimalValue()).isEqualTo("1.25");
        JsonNode overload = report.at("/recommendations/1");
        assertThat(overload.at("/rule_id").asText()).isEqualTo("VT_OVERLOAD");
        assertThat(overload.at("/action").asText()).endsWith("c01, c02, c03");
    }

    @Test
    void whoChurnedCountsByTheTierItHad() {
        arr(60, 61, 62, 63, 64, 65);
        run("update clients set value_tier = 'mid'");
        run("update clients set status = 'churned' where client_id in ('c1', 'c2')");
        run(
                "insert into churn_events (client_id, churned_on, reason, arr_lost_amount) values"
                        + " ('c1', '2025-07-02', 'x', 1), ('c2', '2025-07-01', 'x', 1)");
        JsonNode mid = report(order(ValueModel.ARR, false)).at("/tiers/2");
        assertThat(mid.at("/churned_12m_count").asInt()).isEqualTo(1);
        assertThat(mid.at("/logo_retention_12m_rate").decimalValue()).isEqualTo("0.8000");
        run("update clients set value_tier = null where client_id = 'c1'");
        JsonNode unknown = report(order(ValueModel.ARR, false));
        assertThat(unknown.at("/tiers/2").has("logo_retention_12m_rate")).isFalse();
        assertThat(unknown.at("/data_gaps").findValuesAsText("field"))
                .contains("tiers[].logo_retention_12m_rate");
    }

    private static ValueTierOrder order(ValueModel model, boolean save) {
        return new ValueTierOrder(model, ValueTierOrder.USUAL_THRESHOLDS, true, true, true, save);
    }

    /** Returns the report of a job in two chunks. */
    private JsonNode report(ValueTierOrder order) {
        clock.set(clock.instant().plusSeconds(1).toString());
        RunningJob job =
                new RunningJob(
                        "job_" + clock.instant(),
                        ValueTiering.TOOL,
                        "key_csm",
                        Json.tree(order),
                        clock.instant());
        List<JsonNode> results = new ArrayList<>();
        for (JobChunk chunk :
                List.of(new JobChunk(1, "c0", "c3", 3), new JobChunk(2, "c4", "c9", 6))) {
            results.add(server.database().write(tx -> tiering.work(tx, job, chunk)));
        }
        return server.database().write(tx -> tiering.finish(tx, job, results));
    }

    private String scored(String column) {
        TierQuery query = TierQuery.of(order(ValueModel.RFM, false), LEVELS, clock.instant());
        return server.jdbi()
                .withHandle(
                        db ->
                                String.join(
                                        " ",
                                        db.createQuery(
                                                        ValueTierSql.SCORED
                                                                + " select "
                                                                + column
                                                                + " from scored order by client_id")
                                                .bindMethods(query)
                                                .mapTo(String.class)
                                                .list()));
    }

    private static String counts(JsonNode report) {
        List<String> counts = new ArrayList<>();
        report.at("/tiers")
                .forEach(
                        tier ->
                                counts.add(
                                        tier.at("/tier").asText()
                                                + " "
                                                + tier.at("/client_count").asInt()));
        return String.join(", ", counts);
    }

    /** Adds clients c1, c2, …, or c01, c02, … from ten clients on, with these ARRs in thousands. */
    private void arr(int... thousands) {
        for (int i = 0; i < thousands.length; i++) {
            String id = thousands.length < 10 ? "c" + (i + 1) : "c%02d".formatted(i + 1);
            run("insert into client_names (client_id, name) values (?, ?)", id, "Client " + id);
            run(
                    "insert into clients (client_id, name, company_name, contract_value) values (?,"
                            + " ?, 'C', ?)",
                    id,
                    "Client " + id,
                    thousands[i] * 1000);
        }
    }

    /** Adds use by this many users on one day, the given number of days ago. */
    private void use(String clientId, int users, int daysAgo) {
        run(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count, session_count, feature_count)
                select ?, date '2026-07-01' - ?, 'u' || n, 1, 1, 1 from generate_series(1, ?) n
                """,
                clientId,
                daysAgo,
                users);
    }

    private void growth(String clientId, int amount) {
        run(
                """
                insert into opportunities (client_id, opportunity_id, type, finding_key, value_amount, probability)
                values (?, 'o', 'upsell', 'f', ?, 0.5)
                """,
                clientId,
                amount);
    }

    private void touch(String clientId, int daysAgo) {
        run(
                """
                insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction)
                values (?, timestamptz '2026-07-01 08:00Z' - ? * interval '1 day', 't' || ?, 'call', 'outbound')
                """,
                clientId,
                daysAgo,
                daysAgo);
    }

    private void score(String clientId, int overall, String trend) {
        run(
                """
                insert into health_scores (client_id, model_id, model_version, lookback_days, score_date, computed_at,
                    cut_at, overall, coverage, trend, inputs)
                select ?, model_id, model_version, 30, '2026-07-01', now(), now(), ?, 1, ?, '{}'
                from scoring_models where kind = 'health'
                """,
                clientId,
                overall,
                trend);
    }

    private void run(String sql, Object... values) {
        server.jdbi().useHandle(db -> db.execute(sql, values));
    }
}
