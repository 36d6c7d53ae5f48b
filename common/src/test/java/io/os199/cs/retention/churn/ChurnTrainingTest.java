package io.os199.cs.retention.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.churn.ChurnReport.Gate;
import io.os199.cs.retention.churn.ChurnTraining.Learned;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Training on invented histories in which the causes of churn are known. */
class ChurnTrainingTest {
    private static final LocalDate TRAINED_ON = LocalDate.parse("2026-06-30");
    private static final ChurnModel PRIOR = SeededPrior.model();

    private final ChurnTraining training = new ChurnTraining(PRIOR);

    @Test
    void learnsWhatMadeClientsLeaveAndIsUsedWhereItForecastsWell() {
        // Here use matters four times as much as the prior assumed, and renewals do not matter at
        // all.
        Learned learned = training.learn(history(7, 600, 12, -2.2, -1.2, 0));

        assertThat(learned.report().gates()).allMatch(Gate::isPassed);
        assertThat(learned.report().passes()).isTrue();
        ChurnModel.Weights fitted = learned.fitted();
        assertThat(fitted).isNotNull();
        assertThat(perPoint(fitted, ChurnFeature.USAGE_SCORE))
                .as("what a point of the usage score does")
                .isCloseTo(-1.2 / 20, within(0.015));
        assertThat(learned.report().test().auc())
                .isGreaterThan(learned.report().prior().auc())
                .isGreaterThan(0.7);
        assertThat(learned.report().slope()).isBetween(0.8, 1.3);
        assertThat(learned.report().droppedFeatures())
                .as("of which nobody knows a value")
                .contains(ChurnFeature.PAYMENT_STATE);
        assertThat(learned.report().trainRows().lastOn().plusDays(ChurnScore.HORIZON_DAYS))
                .as("every window of the older rows ends before the first of the newer")
                .isBeforeOrEqualTo(learned.report().testRows().firstOn());
    }

    @Test
    void withFewChurnsOnlyTheLevelMoves() {
        List<LabelledRow> rows = history(11, 200, 8, -3.2, -0.3, 0.8);
        List<LabelledRow> few = new ArrayList<>();
        int churns = 0;
        for (LabelledRow row : rows) {
            if (!row.churned() || churns++ < 20) {
                few.add(row);
            }
        }
        Learned learned = training.learn(few);
        assertThat(learned.fitted()).isNull();
        assertThat(learned.report().gates()).isEmpty();
        assertThat(learned.report().labelledChurnCount()).isEqualTo(20);
        ChurnModel releveled = PRIOR.with(learned.releveled());
        double predicted =
                few.stream()
                        .mapToDouble(
                                row -> Logistic.probability(releveled.score(row.facts()).logOdds()))
                        .sum();
        assertThat(predicted).isCloseTo(20, within(1e-6));
        assertThat(learned.releveled().features()).isEqualTo(PRIOR.weights().features());
    }

    @Test
    void nineChurnsMoveNothing() {
        List<LabelledRow> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(row("client_" + i, 1 + i % 5, 50 + i % 40, 0, i < 9));
        }
        Learned learned = training.learn(rows);
        assertThat(learned.releveled()).isNull();
        assertThat(learned.fitted()).isNull();
    }

    /** The older windows have one churn fewer than needed, then exactly enough. */
    @Test
    void thirtyChurnsBeforeTheTestAreNeededAndEnough() {
        assertThat(training.learn(edge(29)).fitted()).isNull();
        assertThat(training.learn(edge(29)).report().trainRows().churnedCount()).isEqualTo(29);
        assertThat(training.learn(edge(30)).fitted()).isNotNull();
    }

    private static List<LabelledRow> edge(int trainChurns) {
        Random random = new Random(3);
        List<LabelledRow> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int window = 1 + i % 3;
            int nth = i / 3;
            boolean churned = window == 1 ? nth < 12 : nth < (window == 2 ? 15 : trainChurns - 15);
            double usage = (churned ? 40 : 65) + 15 * random.nextGaussian();
            rows.add(row("client_" + i, window, usage, 0, churned));
        }
        return rows;
    }

    @Test
    void aClientIsAlwaysInTheSameFold() {
        int[] sizes = new int[5];
        for (int i = 0; i < 1_000; i++) {
            sizes[ChurnTraining.fold("client_" + i)]++;
        }
        assertThat(Arrays.stream(sizes)).allMatch(size -> size > 150 && size < 250);
    }

    /** Weights are of values standardized on the training's own scale, not on the prior's. */
    private static double perPoint(ChurnModel.Weights weights, ChurnFeature feature) {
        ChurnModel.Term term = weights.features().get(WireName.of(feature));
        return term.weight() / term.scale();
    }

    /** Clients over some windows who leave by a logistic model of their own. */
    private static List<LabelledRow> history(
            long seed, int clients, int windows, double intercept, double usage, double renewal) {
        Random random = new Random(seed);
        List<LabelledRow> rows = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            double level = 65 + 20 * random.nextGaussian();
            for (int window = windows; window >= 1; window--) {
                double score = Math.clamp(level + 5 * random.nextGaussian(), 0, 100);
                double near = random.nextInt(4) == 0 ? 1 : 0;
                double logOdds =
                        intercept - 1 + usage * (score - 65) / 20 + renewal * (near - 0.25) / 0.43;
                boolean churned = random.nextDouble() < Logistic.probability(logOdds);
                rows.add(row("client_" + client, window, score, near, churned));
                if (churned) {
                    break;
                }
            }
        }
        return rows;
    }

    private static LabelledRow row(
            String clientId, int window, double usage, double renewal, boolean churned) {
        LocalDate day = TRAINED_ON.minusDays((long) ChurnScore.HORIZON_DAYS * window);
        return new LabelledRow(
                ChurnFacts.unknown(clientId, day)
                        .with(ChurnFeature.USAGE_SCORE, usage)
                        .with(ChurnFeature.RENEWAL_IN_HORIZON, renewal)
                        .with(ChurnFeature.TENURE_LOG, 0.5 + window / 10.0),
                window,
                churned);
    }
}
