package io.os199.cs.retention.churn;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.secrets.Sha256;
import io.os199.cs.platform.statistics.Interval;
import io.os199.cs.retention.churn.ChurnModel.Term;
import io.os199.cs.retention.churn.ChurnModel.Weights;
import io.os199.cs.retention.churn.ChurnReport.Gate;
import io.os199.cs.retention.churn.ForecastQuality.Forecast;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Learns from outcomes while staying near the prior judgment: with few churns only the level of the probabilities,
 * with more also the weights, which are used only where they forecast newer windows well.
 */
final class ChurnTraining {
    static final int CHURNS_FOR_LEVEL = 10;
    private static final int TRAIN_WINDOWS = 2;
    private static final double[] LAMBDAS = {3, 10, 30, 100, 300};
    private static final int FOLDS = 5;
    private static final double SMALLEST_SCALE = 1e-6;
    private static final double SMALLEST_KNOWN_SHARE = 0.2;
    private static final double LOWEST_AUC = 0.60;

    private static final Comparator<LabelledRow> BY_CLIENT_AND_DAY =
            Comparator.comparing((LabelledRow row) -> row.facts().clientId())
                    .thenComparing(row -> row.facts().asOf());

    private final ChurnModel prior;

    /** @param prior the version whose weights are expert judgment */
    ChurnTraining(ChurnModel prior) {
        this.prior = prior;
    }

    /**
     * @param releveled the prior's weights at the level of all rows; absent with too few churns
     * @param fitted absent with too few churns; to be used only where the report {@link ChurnReport#passes() passes}
     */
    record Learned(ChurnReport report, @Nullable Weights releveled, @Nullable Weights fitted) {}

    Learned learn(List<LabelledRow> rows) {
        List<LabelledRow> sorted = rows.stream().sorted(BY_CLIENT_AND_DAY).toList();
        int churns = (int) TimeSplit.churns(sorted);
        TimeSplit split = TimeSplit.of(sorted);
        Weights releveled =
                churns < CHURNS_FOR_LEVEL || churns == sorted.size() ? null : releveled(sorted);
        boolean isEnough =
                TimeSplit.churns(split.train()) >= ChurnReport.TRAIN_CHURNS
                        && TimeSplit.churns(split.test()) >= ChurnReport.TEST_CHURNS
                        && split.trainWindowCount() >= TRAIN_WINDOWS;
        if (!isEnough || TimeSplit.churns(split.train()) == split.train().size()) {
            return new Learned(report(sorted, split, null, null, null, List.of()), releveled, null);
        }
        Fitted fitted = fit(split.train());
        double baseRate = baseRate(split.train());
        List<Forecast> forecasts = forecasts(split.test(), fitted.weights());
        List<Forecast> priors = forecasts(split.test(), releveled(split.train()));
        ForecastQuality quality = ForecastQuality.of(forecasts, baseRate);
        ForecastQuality priorQuality = ForecastQuality.of(priors, baseRate);
        return new Learned(
                report(
                        sorted,
                        split,
                        fitted,
                        new Tested(quality, CalibrationBin.of(forecasts)),
                        new Tested(priorQuality, CalibrationBin.of(priors)),
                        gates(fitted, quality, priorQuality)),
                releveled,
                fitted.weights());
    }

    private record Tested(ForecastQuality quality, List<CalibrationBin> table) {}

    private record Fitted(
            Weights weights,
            double lambda,
            double slope,
            double offset,
            List<ChurnFeature> dropped) {}

    private static double baseRate(List<LabelledRow> rows) {
        return (double) TimeSplit.churns(rows) / rows.size();
    }

    /** Returns the prior's weights with the intercept that predicts as many churns as there were. */
    private Weights releveled(List<LabelledRow> rows) {
        double[] logOdds =
                rows.stream().mapToDouble(row -> prior.score(row.facts()).logOdds()).toArray();
        double shift = Relevelling.shift(logOdds, (int) TimeSplit.churns(rows));
        Weights weights = prior.weights();
        return new Weights(weights.featureSet(), weights.intercept() + shift, weights.features());
    }

    private List<Forecast> forecasts(List<LabelledRow> rows, Weights weights) {
        ChurnModel model = prior.with(weights);
        return rows.stream()
                .map(
                        row ->
                                new Forecast(
                                        row.facts().clientId(),
                                        row.facts().asOf(),
                                        Logistic.probability(model.score(row.facts()).logOdds()),
                                        row.churned()))
                .toList();
    }

    private Fitted fit(List<LabelledRow> train) {
        Map<ChurnFeature, Term> scaled = scaled(train);
        List<ChurnFeature> features = List.copyOf(scaled.keySet());
        double[][] columns =
                train.stream().map(row -> columns(row.facts(), scaled)).toArray(double[][]::new);
        boolean[] churned = outcomes(train);
        double[] centre = scaled.values().stream().mapToDouble(Term::weight).toArray();
        double lambda = 0;
        double[] logOdds = new double[0];
        double best = Double.POSITIVE_INFINITY;
        for (double candidate : LAMBDAS) {
            double[] outOfFold = outOfFold(train, columns, churned, centre, candidate);
            double loss = loss(outOfFold, churned);
            if (loss <= best) {
                best = loss;
                lambda = candidate;
                logOdds = outOfFold;
            }
        }
        LogisticFit fit = LogisticFit.of(columns, churned, centre, lambda);
        LogisticFit platt = platt(logOdds, churned);
        double slope = platt.weight(0);
        Map<String, Term> terms = new HashMap<>();
        for (int j = 0; j < features.size(); j++) {
            Term term = Objects.requireNonNull(scaled.get(features.get(j)));
            terms.put(
                    WireName.of(features.get(j)),
                    new Term(term.centre(), term.scale(), slope * fit.weight(j), term.clip()));
        }
        List<ChurnFeature> dropped = new ArrayList<>(prior.terms().keySet());
        dropped.removeAll(features);
        return new Fitted(
                new Weights(
                        prior.weights().featureSet(),
                        slope * fit.intercept() + platt.intercept(),
                        terms),
                lambda,
                slope,
                platt.intercept(),
                dropped);
    }

    /**
     * Returns the prior's terms rescaled to the mean and the standard deviation of these rows, without features that
     * have too little data.
     */
    private Map<ChurnFeature, Term> scaled(List<LabelledRow> rows) {
        Map<ChurnFeature, Term> scaled = new EnumMap<>(ChurnFeature.class);
        prior.terms()
                .forEach(
                        (feature, term) -> {
                            List<Double> values = new ArrayList<>();
                            rows.forEach(
                                    row -> {
                                        Double value = row.facts().value(feature);
                                        if (value != null) {
                                            values.add(value);
                                        }
                                    });
                            double mean = mean(values, value -> value);
                            double scale =
                                    Math.sqrt(
                                            mean(values, value -> (value - mean) * (value - mean)));
                            if (values.size() >= SMALLEST_KNOWN_SHARE * rows.size()
                                    && scale >= SMALLEST_SCALE) {
                                scaled.put(
                                        feature,
                                        new Term(
                                                mean,
                                                scale,
                                                term.weight() * scale / term.scale(),
                                                term.clip()));
                            }
                        });
        return scaled;
    }

    private static double mean(List<Double> values, ToDoubleFunction<Double> of) {
        return values.stream().mapToDouble(of).sum() / Math.max(1, values.size());
    }

    private static double[] columns(ChurnFacts facts, Map<ChurnFeature, Term> terms) {
        double[] columns = new double[terms.size()];
        int column = 0;
        for (Map.Entry<ChurnFeature, Term> entry : terms.entrySet()) {
            Double value = facts.value(entry.getKey());
            columns[column++] = value == null ? 0 : entry.getValue().z(value);
        }
        return columns;
    }

    /** Returns the log-odds of each row from models that had not seen the row's client. */
    private static double[] outOfFold(
            List<LabelledRow> rows,
            double[][] columns,
            boolean[] churned,
            double[] prior,
            double lambda) {
        double[] logOdds = new double[rows.size()];
        int[] folds = rows.stream().mapToInt(row -> fold(row.facts().clientId())).toArray();
        for (int fold = 0; fold < FOLDS; fold++) {
            List<double[]> seen = new ArrayList<>();
            List<Boolean> seenChurned = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    seen.add(columns[i]);
                    seenChurned.add(churned[i]);
                }
            }
            if (seen.isEmpty()) {
                continue;
            }
            boolean[] outcomes = new boolean[seen.size()];
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] = seenChurned.get(i);
            }
            LogisticFit fit =
                    LogisticFit.of(seen.toArray(double[][]::new), outcomes, prior, lambda);
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] == fold) {
                    logOdds[i] = fit.logOdds(columns[i]);
                }
            }
        }
        return logOdds;
    }

    /** Returns the fold of a client; all its rows are in the same one. */
    static int fold(String clientId) {
        return (int) (Long.parseLong(Sha256.hex(clientId).substring(0, 8), 16) % FOLDS);
    }

    private static double loss(double[] logOdds, boolean[] churned) {
        double sum = 0;
        for (int i = 0; i < logOdds.length; i++) {
            sum += Logistic.loss(logOdds[i], churned[i]);
        }
        return sum / logOdds.length;
    }

    /** Fits the slope and offset that make the log-odds most likely, starting from those that leave them unchanged. */
    private static LogisticFit platt(double[] logOdds, boolean[] churned) {
        double[][] column = new double[logOdds.length][];
        for (int i = 0; i < logOdds.length; i++) {
            column[i] = new double[] {logOdds[i]};
        }
        return LogisticFit.of(column, churned, new double[] {1}, 0);
    }

    private static boolean[] outcomes(List<LabelledRow> rows) {
        boolean[] outcomes = new boolean[rows.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = rows.get(i).churned();
        }
        return outcomes;
    }

    private static List<Gate> gates(Fitted fitted, ForecastQuality test, ForecastQuality prior) {
        Interval observed = Interval.wilson(test.churnedCount(), test.rowCount());
        Double auc = test.auc();
        Double brier = test.brier();
        Double priorBrier = prior.brier();
        Double mean = test.meanPredicted();
        return List.of(
                new Gate("slope", fitted.slope() > 0, fitted.slope(), "above 0"),
                new Gate("auc", auc != null && auc >= LOWEST_AUC, auc, "at least " + LOWEST_AUC),
                new Gate(
                        "brier",
                        brier != null && priorBrier != null && brier <= priorBrier,
                        brier,
                        "at most that of the prior, " + priorBrier),
                new Gate(
                        "mean_predicted",
                        mean != null && observed.holds(mean),
                        mean,
                        "between %s and %s".formatted(observed.low(), observed.high())));
    }

    private static ChurnReport report(
            List<LabelledRow> rows,
            TimeSplit split,
            @Nullable Fitted fitted,
            @Nullable Tested test,
            @Nullable Tested prior,
            List<Gate> gates) {
        return new ChurnReport(
                rows.size(),
                (int) TimeSplit.churns(rows),
                counted(split.train()),
                counted(split.test()),
                ChurnReport.TRAIN_CHURNS,
                ChurnReport.TEST_CHURNS,
                fitted == null ? null : fitted.lambda(),
                fitted == null ? null : fitted.slope(),
                fitted == null ? null : fitted.offset(),
                fitted == null ? List.of() : fitted.dropped(),
                test == null ? null : test.quality(),
                test == null ? List.of() : test.table(),
                prior == null ? null : prior.quality(),
                prior == null ? List.of() : prior.table(),
                gates);
    }

    private static ChurnReport.Rows counted(List<LabelledRow> rows) {
        return new ChurnReport.Rows(
                rows.stream()
                        .map(row -> row.facts().asOf())
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                rows.stream()
                        .map(row -> row.facts().asOf())
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                (int) rows.stream().mapToInt(LabelledRow::window).distinct().count(),
                rows.size(),
                (int) TimeSplit.churns(rows),
                rows.isEmpty() ? null : baseRate(rows));
    }
}
