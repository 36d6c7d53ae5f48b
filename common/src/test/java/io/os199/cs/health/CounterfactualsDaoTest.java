package io.os199.cs.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.health.model.Counterfactuals;
import io.os199.cs.health.model.HealthAssessment;
import io.os199.cs.health.model.HealthEvaluator;
import io.os199.cs.health.model.HealthInputs;
import io.os199.cs.health.model.HealthLever;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.testing.TestDatabase;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What a counterfactual promises comes true when what it names is changed, and not with anything less. */
class CounterfactualsDaoTest {
    private static final int CLIENTS_OF_A_LOOKBACK = 3_000;

    private static final List<String> LEVERS =
            List.of(
                    "active_user_count",
                    "event_count",
                    "feature_used_count",
                    "user_day_count",
                    "touchpoint_age_days",
                    "answered_count",
                    "ticket_count",
                    "high_priority_ticket_count",
                    "sla_breach_count",
                    "open_escalation",
                    "top_response_count",
                    "payment_status",
                    "renewal_open",
                    "usage_score",
                    "engagement_score",
                    "support_score",
                    "satisfaction_score",
                    "payment_score");

    private static HealthModel model;

    @BeforeContainer
    static void readTheModel() {
        try (TestDatabase database = TestDatabase.create()) {
            model =
                    database.database()
                            .read(tx -> new HealthModels().active(tx, HealthModels.STANDARD))
                            .orElseThrow();
        }
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void theChangeReachesTheBandAndOneStepLessDoesNot(@ForAll long seed) {
        HealthInputsGenerator generator = new HealthInputsGenerator(new SplittableRandom(seed));
        Set<String> seen = new TreeSet<>();
        for (int lookback : List.of(7, 30, 365)) {
            HealthEvaluator evaluator = new HealthEvaluator(model, lookback);
            for (int n = 0; n < CLIENTS_OF_A_LOOKBACK; n++) {
                HealthInputs in = generator.next(lookback);
                Optional<Counterfactuals> found = Counterfactuals.of(evaluator, in);
                assertThat(found.map(Counterfactuals::targetBand).orElse(null))
                        .as("%s", in)
                        .isEqualTo(above(evaluator.assess(in).band()));
                if (found.isPresent()) {
                    for (HealthLever lever : found.get().levers()) {
                        assertHolds(new LeverInputs(model, lookback, in, lever), found.get());
                        seen.add(lever.input() + " " + lever.isReachable());
                    }
                }
            }
        }
        for (String lever : LEVERS) {
            assertThat(seen).contains(lever + " true", lever + " false");
        }
    }

    private static HealthBand above(HealthBand band) {
        return switch (band) {
            case null -> null;
            case CRITICAL -> HealthBand.AT_RISK;
            case AT_RISK -> HealthBand.WATCH;
            case WATCH -> HealthBand.HEALTHY;
            case HEALTHY -> null;
        };
    }

    private static void assertHolds(LeverInputs pulled, Counterfactuals found) {
        HealthLever lever = pulled.lever();
        BigDecimal value = lever.isReachable() ? lever.neededValue() : pulled.bound();
        HealthAssessment then = pulled.with(value);
        assertThat(then.overall()).as("%s", pulled).isEqualTo(lever.overallScore());
        assertThat(then.band()).as("%s", pulled).isEqualTo(lever.band());
        assertThat(reaches(then, found)).as("%s", pulled).isEqualTo(lever.isReachable());
        BigDecimal less = lever.isReachable() ? pulled.oneStepBefore(value) : null;
        if (less != null) {
            assertThat(reaches(pulled.with(less), found)).as("%s", pulled).isFalse();
        }
    }

    private static boolean reaches(HealthAssessment then, Counterfactuals found) {
        return then.overall().compareTo(found.targetScore()) >= 0
                && then.band().compareTo(found.targetBand()) <= 0;
    }
}
