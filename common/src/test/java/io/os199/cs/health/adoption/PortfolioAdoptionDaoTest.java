package io.os199.cs.health.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthScenes;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.Cursors;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A run over the portfolio: what it counts, and what it stores for later answers. */
class PortfolioAdoptionDaoTest {
    private static final Instant NOW = Instant.parse("2026-06-30T03:15:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-06-30");

    private final TestClock clock = new TestClock("2026-06-30T03:15:20Z");
    private final PortfolioAdoptionWork portfolio =
            new PortfolioAdoptionWork(
                    new HealthModels(), new Cursors(new Sealer("a key of sixteen bytes"), clock));
    private TestDatabase database;

    @BeforeEach
    void fill() {
        database = TestDatabase.create();
        database.jdbi()
                .useHandle(
                        db -> {
                            db.execute(
                                    """
                                    insert into features (feature_id, key, name, min_tier)
                                    values ('feature_1', 'reports', 'Reports', 'starter'),
                                        ('feature_2', 'vault', 'Vault', 'enterprise'),
                                        ('feature_3', 'zoom', 'Zoom', 'starter')
                                    """);
                            client(db, "client_a", "starter", 10, 5, 1);
                            client(db, "client_b", "standard", 20, 4, 1);
                            client(db, "client_c", "enterprise", 30, 5, 3);
                            client(db, "client_d", "starter", 40, 100, 19);
                            client(db, "client_e", "starter", 50, 0, 0);
                            client(db, "client_f", "starter", 60, 5, 5);
                            db.execute(
                                    "update clients set status = 'churned' where client_id ="
                                            + " 'client_f'");
                            db.execute(
                                    """
                                    insert into feature_adoption_daily (client_id, feature_key, as_of)
                                    values ('client_f', 'reports', '2026-06-29'), ('client_a', 'gone', '2026-06-29'),
                                        ('client_a', 'reports', '2026-06-29')
                                    """);
                        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void threeOfFourEligibleClientsReachTheThreshold() {
        JsonNode result = run(order(AdoptionQuery.usual(), 20));
        JsonNode reports = result.at("/items/0");
        assertThat(reports.path("feature_key").asText()).isEqualTo("reports");
        assertThat(reports.path("eligible_client_count").asInt()).isEqualTo(4);
        assertThat(reports.path("adopting_client_count").asInt()).isEqualTo(3);
        assertThat(reports.path("client_adoption_rate").decimalValue()).isEqualTo("0.7500");
        // 0.19, 0.20, 0.25, 0.60
        assertThat(reports.path("median_adoption_rate").decimalValue()).isEqualTo("0.2250");
        assertThat(reports.path("by_tier").toString())
                .isEqualTo(
                        "[{\"key\":\"starter\",\"eligible_client_count\":2,"
                                + "\"client_adoption_rate\":0.5000},{\"key\":\"standard\","
                                + "\"eligible_client_count\":1,\"client_adoption_rate\":1.0000},"
                                + "{\"key\":\"enterprise\",\"eligible_client_count\":1,"
                                + "\"client_adoption_rate\":1.0000}]");
        assertThat(reports.path("newest_adopters").findValuesAsText("client_id"))
                .containsExactly("client_c", "client_b", "client_a");
        assertThat(reports.path("laggards").findValuesAsText("client_id"))
                .containsExactly("client_d");
        assertThat(reports.has("health_gap_points")).isFalse();

        JsonNode vault = result.at("/items/1");
        assertThat(vault.path("feature_key").asText()).isEqualTo("vault");
        assertThat(vault.path("eligible_client_count").asInt()).isEqualTo(1);
        assertThat(vault.path("unused_client_count").asInt()).isEqualTo(1);
        assertThat(vault.path("client_adoption_rate").decimalValue()).isEqualTo("0.0000");
        assertThat(result.path("overall_client_adoption_rate").decimalValue()).isEqualTo("0.2500");
        assertThat(result.path("client_count").asInt()).isEqualTo(5);
        assertThat(result.path("data_gaps").findValuesAsText("reason"))
                .contains("no_active_users: 1 of 5 clients do not count");
        aPageGoesOnWhereTheOneBeforeEnded();
        anEmptyPortfolioIsAnswered();
    }

    @Test
    void theRunOfTheNightLeavesTheNewestRatesAndNoOthers() {
        run(order(AdoptionQuery.usual(), 20));
        String stored =
                """
                select string_agg(concat_ws(' ', client_id, feature_key, as_of, active_user_count, adopter_count,
                    round(adoption_rate::numeric, 4)), ',' order by client_id, feature_key)
                from feature_adoption_daily where feature_key <> 'zoom'
                """;
        String newest =
                "client_a reports 2026-06-30 5 1 0.2000,client_b reports 2026-06-30 4 1 0.2500,"
                        + "client_c reports 2026-06-30 5 3 0.6000,client_c vault 2026-06-30 5 0"
                        + " 0.0000,client_d reports 2026-06-30 100 19 0.1900,client_e reports"
                        + " 2026-06-30 0 0";
        assertThat(database.text(stored)).isEqualTo(newest);
        run(order(AdoptionQuery.usual(), 20));
        assertThat(database.text(stored)).isEqualTo(newest);

        database.jdbi().useHandle(db -> db.execute("delete from usage_user_features"));
        run(order(query("reports", 7), 20));
        assertThat(database.text(stored))
                .as("a run of other days stores nothing")
                .isEqualTo(newest);
    }

    /** With the product's use left out the scores are 80, or (25 · 60 + 15 · 80) ÷ 40 = 67.5. */
    @Test
    void aHealthGapLeavesTheUseOfTheProductOut() {
        database.jdbi()
                .useHandle(
                        db -> {
                            for (int i = 0; i < 6; i++) {
                                client(db, "client_x" + i, "starter", 1, 2, i % 2);
                            }
                            db.execute(
                                    """
                                    insert into health_scores (client_id, model_id, model_version, lookback_days, score_date,
                                        computed_at, cut_at, overall, usage, engagement, support, coverage, inputs)
                                    select client_id, 'weighted_composite', 1, 30, '2026-06-24', now(), now(), 50,
                                        case when contract_value > 1 then 100 else 0 end,
                                        case when client_id in ('client_d', 'client_x0', 'client_x2', 'client_x4') then 60
                                            else 80 end,
                                        80, 0.75, '{}'
                                    from clients
                                    where client_id <> 'client_e'
                                    """);
                        });
        // Adopting: a, b, c, x1, x3, x5 at 80; not: d, x0, x2, x4 at 67.5, which are too few.
        assertThat(run(order(AdoptionQuery.usual(), 20)).at("/items/0").has("health_gap_points"))
                .isFalse();
        database.jdbi()
                .useHandle(
                        db ->
                                db.execute(
                                        "delete from usage_user_features where client_id ="
                                                + " 'client_x5'"));
        // x5 is on the other side now, at 80: 80 − (4 · 67.5 + 80) ÷ 5.
        assertThat(
                        run(order(AdoptionQuery.usual(), 20))
                                .at("/items/0/health_gap_points")
                                .decimalValue())
                .isEqualTo("10.00");
    }

    private void aPageGoesOnWhereTheOneBeforeEnded() {
        JsonNode first = run(order(AdoptionQuery.usual(), 1));
        assertThat(first.path("items")).hasSize(1);
        assertThat(first.path("total_count").asInt()).isEqualTo(3);
        assertThat(first.has("next_cursor")).isTrue();
        JsonNode second =
                run(
                        new AdoptionOrder(
                                TODAY,
                                AdoptionQuery.usual(),
                                5,
                                new RatePosition(new BigDecimal("0.7500"), "reports")));
        assertThat(second.path("items").findValuesAsText("feature_key"))
                .containsExactly("vault", "zoom");
        assertThat(second.has("next_cursor")).isFalse();
    }

    private void anEmptyPortfolioIsAnswered() {
        JsonNode nobody =
                database.database()
                        .write(
                                tx ->
                                        portfolio.finish(
                                                tx,
                                                job(order(AdoptionQuery.usual(), 20)),
                                                List.of()));
        assertThat(nobody.path("items")).isEmpty();
        assertThat(nobody.has("overall_client_adoption_rate")).isFalse();
        assertThat(nobody.at("/data_gaps/0/reason").asText()).isEqualTo("no_clients");
    }

    private static AdoptionQuery query(String featureKey, int days) {
        return new AdoptionQuery(null, featureKey, null, null, days, AdoptionQuery.USUAL_THRESHOLD);
    }

    private static AdoptionOrder order(AdoptionQuery query, int limit) {
        return new AdoptionOrder(TODAY, query, limit, null);
    }

    private static RunningJob job(AdoptionOrder order) {
        return new RunningJob("job_1", PortfolioAdoptionWork.TOOL, "ana", Json.tree(order), NOW);
    }

    /** Runs the order in two chunks. */
    private JsonNode run(AdoptionOrder order) {
        RunningJob job = job(order);
        List<JsonNode> results = new ArrayList<>();
        for (JobChunk chunk :
                List.of(
                        new JobChunk(1, "client_a", "client_b", 2),
                        new JobChunk(2, "client_c", "client_z", 9))) {
            results.add(database.database().write(tx -> portfolio.work(tx, job, chunk)));
        }
        return database.database().write(tx -> portfolio.finish(tx, job, results));
    }

    /**
     * Adds a client with this many active users, of whom {@code adopters} have adopted reports, the first on the day
     * of its ARR in June.
     */
    private static void client(
            Handle db, String id, String tier, int arr, int active, int adopters) {
        HealthScenes.client(db, id, id, tier, arr);
        db.execute(
                """
                insert into usage_daily_users (client_id, day, user_key, event_count)
                select ?, '2026-06-20', 'u' || n, 10 from generate_series(1, ?) n
                """,
                id,
                active);
        db.execute(
                """
                insert into usage_user_features (client_id, feature_key, user_key, first_used_on, last_used_on,
                    use_day_count, adopted_on)
                select ?, 'reports', 'u' || n, '2026-05-01', '2026-06-20', 3, date '2026-05-01' + ?
                from generate_series(1, ?) n
                """,
                id,
                arr,
                adopters);
    }
}
