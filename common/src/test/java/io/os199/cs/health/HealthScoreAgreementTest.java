package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthChange;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statement and the evaluator give the same digits, whatever is known of a client. */
class HealthScoreAgreementTest {
    private static final int CLIENTS = 400;
    private static final Instant NOW = Instant.parse("2024-03-30T15:30:00Z");

    private static final TestClock CLOCK = new TestClock("2024-03-30T15:30:00Z");

    private final HealthScoring scoring =
            new HealthScoring(new Timeline(), new AuditLog(CLOCK), ClientAnswers.unkept(), CLOCK);

    @Property(tries = 5, shrinking = ShrinkingMode.OFF)
    void statementAndEvaluatorAgreeToTheLastDigit(@ForAll long seed) {
        try (TestDatabase database = TestDatabase.create()) {
            List<String> ids =
                    database.jdbi().inTransaction(db -> RandomPortfolio.insert(db, seed, CLIENTS));
            HealthModel model =
                    database.database()
                            .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                            .orElseThrow();
            Set<Object> seen = new HashSet<>();
            for (int lookback : List.of(7, 30, 365)) {
                for (LocalDate asOf :
                        List.of(RandomPortfolio.TODAY, LocalDate.parse("2024-02-29"))) {
                    HealthQuery query = HealthQuery.at(asOf, NOW, lookback, model);
                    List<HealthScore> scores =
                            database.database().read(tx -> scoring.score(tx, ids, query));
                    assertThat(scores).hasSize(CLIENTS);
                    for (HealthScore score : scores) {
                        assertAgrees(score, new HealthEvaluator(model, lookback));
                        seen.add(Optional.ofNullable(score.band()));
                        seen.add(Optional.ofNullable(score.trend()));
                        seen.add(score.components().keySet());
                        seen.add(score.isBandCapped());
                    }
                }
            }
            // 5 bands with none, 4 trends with none, both kinds of cap, and many mixtures of
            // components:
            // otherwise the population would prove nothing.
            assertThat(seen).hasSizeGreaterThan(24);
        }
    }

    private static void assertAgrees(HealthScore score, HealthEvaluator evaluator) {
        HealthAssessment now = evaluator.assess(score.inputs());
        HealthAssessment then = evaluator.assess(score.previousInputs());
        for (HealthComponent component : HealthComponent.values()) {
            assertThat(now.components().get(component))
                    .as("%s of %s from %s", component, score.clientId(), score.inputs())
                    .isEqualTo(score.component(component));
            assertThat(then.components().get(component))
                    .as(
                            "%s before of %s from %s",
                            component, score.clientId(), score.previousInputs())
                    .isEqualTo(score.previousComponent(component));
        }
        assertThat(now.overall()).as(score.toString()).isEqualTo(score.overall());
        assertThat(now.band()).as(score.toString()).isEqualTo(score.band());
        assertThat(now.isBandCapped()).as(score.toString()).isEqualTo(score.isBandCapped());
        assertThat(now.coverage()).as(score.toString()).isEqualByComparingTo(score.coverage());
        assertThat(then.overall()).as(score.toString()).isEqualTo(score.previousOverall());
        Optional<HealthChange> change = evaluator.change(now, then);
        assertThat(change.map(HealthChange::direction).orElse(null))
                .as(score.toString())
                .isEqualTo(score.trend());
        assertThat(change.map(HealthChange::changePoints).orElse(null))
                .isEqualTo(score.changePoints());
        assertThat(change.map(HealthChange::referenceScore).orElse(null))
                .isEqualTo(score.referenceScore());
        assertThat(change.map(HealthChange::comparableScore).orElse(null))
                .isEqualTo(score.comparableScore());
    }
}
