package io.os199.cs.api.tools.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.api.tool.JobCalls;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolFixture;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthInputsOracle.Point;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.HealthRows;
import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.HealthRowsGenerator;
import io.os199.cs.health.HealthRowsInsert;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A reader of the answer can recompute each of its numbers from the evidence. */
class HealthEvidenceTest {
    private static final int CLIENTS_OF_A_POINT = 100;

    private final TestClock clock = new TestClock("2024-03-30T15:30:00Z");

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void everyNumberFollowsFromTheEvidence(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Point> points =
                List.of(point("2024-03-30", 30), point("2024-03-30", 7), point("2024-02-29", 365));
        Catalogue catalogue = HealthRowsGenerator.catalogue(random, points);
        Map<HealthRows, Point> clients = new LinkedHashMap<>();
        for (Point point : points) {
            HealthRowsGenerator generator = new HealthRowsGenerator(random, point);
            for (int n = 0; n < CLIENTS_OF_A_POINT; n++) {
                clients.put(generator.client("client_" + clients.size()), point);
            }
        }
        Set<String> recomputed = new HashSet<>();
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useTransaction(
                            db -> {
                                HealthRowsInsert.catalogue(db, catalogue);
                                HealthRowsInsert.clients(db, new ArrayList<>(clients.keySet()));
                            });
            ToolFixture fixture = new ToolFixture(database.database(), clock);
            Tool<?, ?> tool = tool(database);
            clients.forEach(
                    (client, point) -> {
                        JsonNode answer =
                                fixture.ok(tool, arguments(client.clientId(), point, random));
                        Map<String, Object> redone = HealthArithmetic.redone(answer);
                        assertThat(HealthArithmetic.stated(answer))
                                .as("%s", answer)
                                .isEqualTo(redone);
                        assertPartsShowTheEvidence(answer);
                        recomputed.addAll(redone.keySet());
                    });
        }
        // 4 for the score, 4 for each component, 6 parts, 4 for the trend, 3 for the what-if.
        assertThat(recomputed).hasSize(37);
    }

    private static void assertPartsShowTheEvidence(JsonNode answer) {
        JsonNode inputs = answer.at("/evidence/inputs");
        for (JsonNode part : answer.path("components").findValues("inputs")) {
            part.properties()
                    .forEach(
                            shown -> {
                                JsonNode input = inputs.path(shown.getKey());
                                assertThat(shown.getValue().decimalValue())
                                        .as("%s of %s", shown.getKey(), answer)
                                        .isEqualByComparingTo(
                                                input.isBoolean()
                                                        ? input.asBoolean() ? "1" : "0"
                                                        : input.asText());
                            });
        }
    }

    private static String arguments(String clientId, Point point, SplittableRandom random) {
        int usage = random.nextInt(101);
        int engagement = random.nextInt(101 - usage);
        return """
        {'client_id': '%s', 'as_of': '%s', 'lookback_period_days': %d, 'save': false, 'usage_weight': %.2f,
         'engagement_weight': %.2f, 'support_weight': 0, 'satisfaction_weight': 0, 'payment_weight': %.2f}
        """
                .formatted(
                        clientId,
                        point.day(),
                        point.lookback(),
                        usage / 100.0,
                        engagement / 100.0,
                        (100 - usage - engagement) / 100.0);
    }

    private Point point(String day, int lookback) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new Point(LocalDate.parse(day), today, clock.instant(), lookback);
    }

    private Tool<?, ?> tool(TestDatabase database) {
        AuditLog audit = new AuditLog(clock);
        Jobs jobs = ToolFixture.jobs(database, clock);
        return new CalculateHealthScore(
                database.database(),
                new ClientDirectory(),
                new HealthModels(),
                new HealthScoring(new Timeline(), audit, ClientAnswers.unkept(), clock),
                ClientAnswers.unkept(),
                new JobCalls(jobs, audit));
    }
}
