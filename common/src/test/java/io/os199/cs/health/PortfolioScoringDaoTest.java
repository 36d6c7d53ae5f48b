package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.health.model.ScoredClient;
import io.os199.cs.health.model.SupposedWeights;
import io.os199.cs.jobs.JobChunk;
import io.os199.cs.jobs.RunningJob;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Scoring the portfolio in chunks yields the rows that its clients get one by one. */
class PortfolioScoringDaoTest {
    private static final Instant NOW = Instant.parse("2024-03-30T15:30:00Z");
    private static final LocalDate TODAY = RandomPortfolio.TODAY;

    private final TestClock clock = new TestClock("2024-03-30T15:30:05Z");
    private final HealthScoring scoring =
            new HealthScoring(new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
    private final HealthModels models = new HealthModels();
    private final PortfolioScoring portfolio = new PortfolioScoring(scoring, models, clock);

    @Test
    void everyRowOfARunIsWhatTheClientGetsAlone() {
        try (TestDatabase database = TestDatabase.create(clock)) {
            List<String> ids =
                    database.jdbi().inTransaction(db -> RandomPortfolio.insert(db, 7, 60));
            RunningJob job = job(false);
            List<JsonNode> results = new ArrayList<>();
            results.add(work(database, job, ids.subList(0, 25)));
            results.add(work(database, job, ids.subList(25, 50)));
            JsonNode third = work(database, job, ids.subList(50, 60));
            // Run again after a crash: the same rows, and its clients count as they stood then.
            assertThat(work(database, job, ids.subList(50, 60)).at("/client_count"))
                    .isEqualTo(third.at("/client_count"));
            results.add(third);
            JsonNode result = database.database().write(tx -> portfolio.finish(tx, job, results));

            HealthModel model =
                    database.database()
                            .read(tx -> models.active(tx, HealthModels.STANDARD))
                            .orElseThrow();
            TreeMap<String, Object> alone = new TreeMap<>();
            TreeMap<String, Object> stored = new TreeMap<>();
            for (String id : ids) {
                HealthScore score =
                        database.database()
                                .read(
                                        tx ->
                                                scoring.score(
                                                        tx,
                                                        List.of(id),
                                                        HealthQuery.at(TODAY, NOW, 30, model)))
                                .getFirst();
                alone.put(id, String.valueOf(score.overall()) + score.components());
            }
            database.jdbi()
                    .useHandle(
                            db ->
                                    db.createQuery(
                                                    """
                                                    select client_id, overall, usage, engagement, support, satisfaction,
                                                        payment
                                                    from health_scores where score_date = :day
                                                    """)
                                            .bind("day", TODAY)
                                            .mapToMap()
                                            .forEach(
                                                    row ->
                                                            stored.put(
                                                                    (String) row.get("client_id"),
                                                                    text(row))));
            assertThat(stored).isEqualTo(alone);
            assertThat(result.at("/client_count").asInt()).isEqualTo(60);
            assertThat(result.at("/chunk_count").asInt()).isEqualTo(3);
            assertThat(result.at("/duration_ms").asInt()).isEqualTo(5000);
            assertThat(result.at("/by_band/4/before_count").asInt()).isEqualTo(60);
            assertThat(result.at("/scored_count").asInt())
                    .isEqualTo(60 - result.at("/by_band/4/after_count").asInt())
                    .isPositive();
        }
    }

    @Test
    void aDryRunCountsAndWritesNothing() {
        try (TestDatabase database = TestDatabase.create()) {
            List<String> ids =
                    database.jdbi().inTransaction(db -> RandomPortfolio.insert(db, 7, 20));
            JsonNode result = work(database, job(true), ids);
            assertThat(result.at("/client_count").asInt()).isEqualTo(20);
            assertThat(result.at("/scored_count").asInt()).isPositive();
            assertThat(writtenRows(database)).isZero();
        }
    }

    @Test
    void aPastDayIsComparedWithWhatWasStoredOfDaysBeforeIt() {
        try (TestDatabase database = TestDatabase.create(clock)) {
            List<String> ids =
                    database.jdbi().inTransaction(db -> RandomPortfolio.insert(db, 7, 20));
            assertThat(work(database, job(false), ids).at("/after/count").asInt()).isPositive();
            JsonNode alone = work(database, past(10, true), ids);
            assertThat(alone.at("/by_band/4/before_count").asInt()).isEqualTo(20);
            assertThat(alone.at("/before/count").asInt()).isZero();
            assertThat(alone.at("/risers")).isEmpty();
            assertThat(alone.at("/fallers")).isEmpty();

            JsonNode earlier = work(database, past(20, false), ids);
            assertThat(earlier.at("/after/count").asInt()).isPositive();
            for (boolean dryRun : new boolean[] {true, false}) {
                JsonNode later = work(database, past(10, dryRun), ids);
                assertThat(later.at("/before")).isEqualTo(earlier.at("/after"));
                assertThat(bands(later, "before_count")).isEqualTo(bands(earlier, "after_count"));
            }
        }
    }

    private static List<String> bands(JsonNode tally, String count) {
        return tally.at("/by_band").findValuesAsText(count);
    }

    private static RunningJob past(int days, boolean dryRun) {
        return job(
                new PortfolioOrder(
                        TODAY.minusDays(days), "weighted_composite", 1, 30, dryRun, null));
    }

    private static int writtenRows(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                """
                                                select (select count(*) from health_scores)
                                                    + (select count(*) from audit_log)
                                                    + (select count(*) from risk_indicators)
                                                """)
                                        .mapTo(Integer.class)
                                        .one());
    }

    /**
     * With the model's own weights no client moves; with others as many as the evaluator moves, and nothing is
     * stored.
     */
    @Test
    void otherWeightsMoveThoseWhomTheyMoveAndStoreNothing() {
        try (TestDatabase database = TestDatabase.create()) {
            List<String> ids =
                    database.jdbi().inTransaction(db -> RandomPortfolio.insert(db, 7, 60));
            JsonNode same = work(database, whatIf(MODEL_WEIGHTS), ids);
            assertThat(same.at("/transitions")).isEmpty();
            assertThat(same.at("/scored_count").asInt()).isPositive();
            JsonNode other = work(database, whatIf(USAGE_ALONE), ids);
            Map<String, ScoredClient> supposed = new TreeMap<>();
            HealthQuery query = query(database);
            List<HealthScore> scores =
                    database.database().write(tx -> scoring.score(tx, ids, query));
            new SupposedWeights(query.model(), 30, USAGE_ALONE)
                    .of(scores)
                    .forEach(each -> supposed.put(each.clientId(), each));
            List<String> moved = new ArrayList<>();
            for (HealthScore score : scores) {
                ScoredClient after = supposed.get(score.clientId());
                if (after.band() != score.band()) {
                    moved.add(score.clientId() + score.overall() + after.overall());
                }
            }
            assertThat(moved).hasSizeGreaterThan(5);
            assertThat(other.at("/band_changes"))
                    .extracting(
                            c ->
                                    c.at("/client_id").asText()
                                            + text(c.at("/before_score"))
                                            + text(c.at("/after_score")))
                    .containsExactlyInAnyOrderElementsOf(moved);
            assertThat(writtenRows(database)).isZero();
        }
    }

    private static @Nullable String text(JsonNode score) {
        return score.isNumber() ? score.decimalValue().setScale(2).toString() : null;
    }

    private static final Map<HealthComponent, BigDecimal> MODEL_WEIGHTS =
            weights("0.35", "0.25", "0.15", "0.15", "0.10");
    private static final Map<HealthComponent, BigDecimal> USAGE_ALONE =
            weights("0.60", "0.10", "0.10", "0.10", "0.10");

    private static Map<HealthComponent, BigDecimal> weights(String... inOrder) {
        Map<HealthComponent, BigDecimal> weights = new EnumMap<>(HealthComponent.class);
        for (int i = 0; i < inOrder.length; i++) {
            weights.put(HealthComponent.values()[i], new BigDecimal(inOrder[i]));
        }
        return weights;
    }

    private static HealthQuery query(TestDatabase database) {
        HealthModel model =
                database.database()
                        .write(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                        .orElseThrow();
        return HealthQuery.at(TODAY, NOW, 30, model);
    }

    private JsonNode work(TestDatabase database, RunningJob job, List<String> ids) {
        JobChunk chunk = new JobChunk(1, ids.getFirst(), ids.getLast(), ids.size());
        return database.database().write(tx -> portfolio.work(tx, job, chunk));
    }

    private static RunningJob job(boolean dryRun) {
        return job(new PortfolioOrder(TODAY, "weighted_composite", 1, 30, dryRun, null));
    }

    private static RunningJob whatIf(Map<HealthComponent, BigDecimal> weights) {
        return job(new PortfolioOrder(TODAY, "weighted_composite", 1, 30, true, weights));
    }

    private static RunningJob job(PortfolioOrder order) {
        return new RunningJob(
                "job_1", PortfolioScoring.TOOL, "principal_test", Json.tree(order), NOW);
    }

    private static String text(Map<String, Object> row) {
        Map<String, Object> components = new LinkedHashMap<>();
        for (String name : List.of("usage", "engagement", "support", "satisfaction", "payment")) {
            if (row.get(name) != null) {
                components.put(name.toUpperCase(Locale.ROOT), row.get(name));
            }
        }
        return String.valueOf(row.get("overall")) + components;
    }
}
