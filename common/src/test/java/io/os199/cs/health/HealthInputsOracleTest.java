package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.overview.UsagePart;
import io.os199.cs.core.overview.UsageSection;
import io.os199.cs.health.HealthInputsOracle.Point;
import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The statement counts the rows that the definitions say, including those on the edges of its windows. */
class HealthInputsOracleTest {
    private static final int CLIENTS_OF_A_POINT = 225;

    /** Windows across a leap day and over a year, a day just begun, and days that are over. */
    private static final List<Point> POINTS =
            List.of(
                    at("2024-03-30", "2024-03-30T15:30:00Z", 7),
                    at("2024-03-30", "2024-03-30T15:30:00Z", 30),
                    at("2024-03-30", "2024-03-30T15:30:00.123456Z", 365),
                    at("2024-02-29", "2024-02-29T00:00:00Z", 30),
                    at("2024-02-29", "2024-02-29T23:59:59.999999Z", 45),
                    at("2024-03-01", "2024-03-30T15:30:00Z", 7),
                    at("2024-02-29", "2024-03-30T15:30:00Z", 30),
                    at("2024-03-29", "2024-03-30T00:00:00Z", 30),
                    at("2024-02-29", "2024-03-30T15:30:00Z", 365));

    private static final TestClock CLOCK = new TestClock("2024-03-30T15:30:00Z");

    private final HealthScoring scoring =
            new HealthScoring(new Timeline(), new AuditLog(CLOCK), ClientAnswers.unkept(), CLOCK);

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void everyInputIsWhatACountRowByRowSays(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Catalogue catalogue = HealthRowsGenerator.catalogue(random, POINTS);
        Map<Point, List<HealthRows>> clients = new LinkedHashMap<>();
        POINTS.forEach(point -> clients.put(point, clients(random, point)));
        Map<String, Set<Object>> seen = new TreeMap<>();
        try (TestDatabase database = TestDatabase.create()) {
            insert(database, catalogue, clients.values().stream().flatMap(List::stream).toList());
            HealthModel model =
                    database.database()
                            .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                            .orElseThrow();
            clients.forEach(
                    (point, rows) -> compare(database, model, catalogue, point, rows, seen));
        }
        // Every input took several values; otherwise the population would prove nothing about it.
        assertThat(seen)
                .hasSize(24)
                .allSatisfy((input, values) -> assertThat(values).hasSizeGreaterThan(1));
    }

    private static UsageSection usage(TestDatabase database, HealthRows client, Point point) {
        return database.database()
                .ask(
                        "Usage",
                        List.of(UsagePart.READ),
                        Map.of("clientId", client.clientId(), "today", point.today()),
                        Duration.ofSeconds(30))
                .orElseThrow()
                .get(UsagePart.READ);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void theOverviewHasTheSameFeaturesAndSeats(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Point point = at("2024-03-30", "2024-03-30T15:30:00Z", 30);
        Catalogue catalogue = HealthRowsGenerator.catalogue(random, List.of(point));
        List<HealthRows> clients = clients(random, point);
        try (TestDatabase database = TestDatabase.create()) {
            insert(database, catalogue, clients);
            List<UsageSection> sections =
                    clients.stream().map(client -> usage(database, client, point)).toList();
            for (int i = 0; i < clients.size(); i++) {
                HealthRows client = clients.get(i);
                UsageSection usage = sections.get(i);
                Map<String, Object> counted = HealthInputsOracle.count(catalogue, client, point);
                assertThat(usage.coreFeaturesAvailableCount() + usage.otherFeaturesAvailableCount())
                        .as("%s", client)
                        .isEqualTo(counted.get("feature_available_count"));
                assertThat(usage.licensedUserCount())
                        .as("%s", client)
                        .isEqualTo(counted.get("licensed_user_count"));
            }
        }
    }

    private static List<HealthRows> clients(SplittableRandom random, Point point) {
        HealthRowsGenerator generator = new HealthRowsGenerator(random, point);
        String prefix = "client_" + POINTS.indexOf(point) + "_";
        return IntStream.range(0, CLIENTS_OF_A_POINT)
                .mapToObj(n -> generator.client(prefix + n))
                .toList();
    }

    private static void insert(
            TestDatabase database, Catalogue catalogue, List<HealthRows> clients) {
        database.jdbi()
                .useTransaction(
                        db -> {
                            HealthRowsInsert.catalogue(db, catalogue);
                            HealthRowsInsert.clients(db, clients);
                        });
    }

    private void compare(
            TestDatabase database,
            HealthModel model,
            Catalogue catalogue,
            Point point,
            List<HealthRows> clients,
            Map<String, Set<Object>> seen) {
        HealthQuery query = HealthQuery.at(point.day(), point.now(), point.lookback(), model);
        List<String> ids = clients.stream().map(HealthRows::clientId).toList();
        Map<String, HealthScore> scores = new HashMap<>();
        database.database()
                .read(tx -> scoring.score(tx, ids, query))
                .forEach(score -> scores.put(score.clientId(), score));
        assertThat(scores).hasSameSizeAs(clients);
        for (HealthRows client : clients) {
            HealthScore score = scores.get(client.clientId());
            for (Point day : List.of(point, point.reference())) {
                HealthInputs inputs = day == point ? score.inputs() : score.previousInputs();
                Map<String, Object> counted =
                        plain(Json.tree(HealthInputsOracle.count(catalogue, client, day)));
                assertThat(plain(Json.tree(inputs))).as("%s of %s", day, client).isEqualTo(counted);
                counted.forEach(
                        (input, value) ->
                                seen.computeIfAbsent(input, i -> new HashSet<>()).add(value));
            }
        }
    }

    /** Compares numbers by value, whatever their scale. */
    private static Map<String, Object> plain(JsonNode inputs) {
        Map<String, Object> values = new TreeMap<>();
        inputs.properties()
                .forEach(
                        input -> {
                            JsonNode value = input.getValue();
                            values.put(
                                    input.getKey(),
                                    value.isNumber()
                                            ? value.decimalValue().stripTrailingZeros()
                                            : value.asText());
                        });
        return values;
    }

    private static Point at(String day, String now, int lookback) {
        Instant moment = Instant.parse(now);
        return new Point(
                LocalDate.parse(day),
                LocalDate.ofInstant(moment, ZoneOffset.UTC),
                moment,
                lookback);
    }
}
