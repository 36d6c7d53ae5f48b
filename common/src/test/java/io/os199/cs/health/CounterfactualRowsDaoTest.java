package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.HealthInputsOracle.Point;
import io.os199.cs.health.HealthRows.Catalogue;
import io.os199.cs.health.model.Counterfactuals;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthLever;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows that are changed as a counterfactual says are scored as it says. */
class CounterfactualRowsDaoTest {
    private static final int CLIENTS_OF_A_POINT = 1_000;

    private static final TestClock CLOCK = new TestClock("2024-03-30T15:30:00Z");

    private static final List<Point> POINTS =
            List.of(point("2024-03-30", 30), point("2024-03-30", 7), point("2024-02-29", 30));

    /** Inputs that rows can move without moving any other. */
    private static final String[] ALONE = {
        "event_count",
        "feature_used_count",
        "touchpoint_age_days",
        "answered_count",
        "ticket_count",
        "high_priority_ticket_count",
        "sla_breach_count",
        "open_escalation",
        "top_response_count",
        "payment_status",
        "renewal_open"
    };

    /**
     * Inputs that move together: more users mean more days and events, and a component's score comes from several
     * inputs.
     */
    private static final String[] TOGETHER = {
        "active_user_count",
        "user_day_count",
        "engagement_score",
        "support_score",
        "satisfaction_score",
        "payment_score"
    };

    private static HealthModel model;

    private final HealthScoring scoring =
            new HealthScoring(new Timeline(), new AuditLog(CLOCK), ClientAnswers.unkept(), CLOCK);

    @BeforeContainer
    static void readTheModel() {
        try (TestDatabase database = TestDatabase.create()) {
            model =
                    database.database()
                            .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                            .orElseThrow();
        }
    }

    /** One lever of a client, and the client's rows once it has been pulled. */
    private record Pull(
            Point point,
            HealthInputs in,
            Counterfactuals found,
            HealthLever lever,
            HealthRows rows) {}

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void theStatementGivesWhatTheLeverPromised(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Catalogue catalogue = HealthRowsGenerator.catalogue(random, POINTS);
        Map<String, Integer> pulled = new TreeMap<>();
        Set<String> alone = new TreeSet<>();
        for (Point point : POINTS) {
            List<Pull> pulls = pulls(catalogue, point, clients(random, point), pulled);
            Map<String, HealthScore> scores =
                    score(catalogue, point, pulls.stream().map(Pull::rows).toList());
            for (Pull pull : pulls) {
                HealthScore after = scores.get(pull.rows().clientId());
                assertThat(after.overall())
                        .as("%s, now %s", pull, after)
                        .isGreaterThanOrEqualTo(pull.found().targetScore());
                assertThat(after.band())
                        .as("%s, now %s", pull, after)
                        .isLessThanOrEqualTo(pull.found().targetBand());
                if (movedAlone(pull, after)) {
                    assertThat(after.overall())
                            .as("%s, now %s", pull, after)
                            .isEqualTo(pull.lever().overallScore());
                    alone.add(pull.lever().input());
                }
            }
        }
        assertThat(alone).contains(ALONE);
        assertThat(pulled).containsKeys(ALONE).containsKeys(TOGETHER);
    }

    /** Chooses for each client a lever of the kind that has been pulled least often. */
    private List<Pull> pulls(
            Catalogue catalogue,
            Point point,
            List<HealthRows> clients,
            Map<String, Integer> pulled) {
        HealthEvaluator evaluator = new HealthEvaluator(model, point.lookback());
        Map<String, HealthScore> scores = score(catalogue, point, clients);
        List<Pull> pulls = new ArrayList<>();
        for (HealthRows client : clients) {
            HealthInputs in = scores.get(client.clientId()).inputs();
            Optional<Counterfactuals> found = Counterfactuals.of(evaluator, in);
            found.stream()
                    .flatMap(some -> some.levers().stream())
                    .filter(HealthLever::isReachable)
                    // Use changes engagement and support too: no rows change the usage score alone.
                    .filter(lever -> !lever.input().equals("usage_score"))
                    .min(Comparator.comparing(lever -> pulled.getOrDefault(lever.input(), 0)))
                    .ifPresent(
                            lever -> {
                                HealthRows rows =
                                        LeverRows.pull(catalogue, client, point, in, lever);
                                pulls.add(new Pull(point, in, found.get(), lever, rows));
                                pulled.merge(lever.input(), 1, Integer::sum);
                            });
        }
        return pulls;
    }

    private static boolean movedAlone(Pull pull, HealthScore after) {
        HealthLever lever = pull.lever();
        return !lever.input().endsWith("_score")
                && new LeverInputs(model, pull.point().lookback(), pull.in(), lever)
                        .changed(lever.neededValue())
                        .equals(after.inputs());
    }

    private Map<String, HealthScore> score(
            Catalogue catalogue, Point point, List<HealthRows> clients) {
        HealthQuery query = HealthQuery.at(point.day(), point.now(), point.lookback(), model);
        List<String> ids = clients.stream().map(HealthRows::clientId).toList();
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbi()
                    .useTransaction(
                            db -> {
                                HealthRowsInsert.catalogue(db, catalogue);
                                HealthRowsInsert.clients(db, clients);
                            });
            return database.database().read(tx -> scoring.score(tx, ids, query)).stream()
                    .collect(Collectors.toMap(HealthScore::clientId, Function.identity()));
        }
    }

    private static List<HealthRows> clients(SplittableRandom random, Point point) {
        HealthRowsGenerator generator = new HealthRowsGenerator(random, point);
        return IntStream.range(0, CLIENTS_OF_A_POINT)
                .mapToObj(n -> generator.client("client_" + n))
                .toList();
    }

    private static Point point(String day, int lookback) {
        LocalDate today = LocalDate.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
        return new Point(LocalDate.parse(day), today, CLOCK.instant(), lookback);
    }
}
