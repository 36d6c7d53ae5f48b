package io.os199.cs.retention.churn;

import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One version of the churn model: a logistic regression over standardized features.
 *
 * <p>{@code log-odds = intercept + Σ weight · z}, {@code z = (value − centre) / scale} within ±clip where there is one, and 0 for
 * a feature without a value; {@code probability = 1 / (1 + e^(−log-odds))}.
 */
public record ChurnModel(
        int modelVersion,
        ChurnStage stage,
        Calibration calibration,
        Weights weights,
        Thresholds thresholds,
        @Nullable Instant trainedAt) {

    /** The column {@code weights}; it leaves out a feature that training dropped. */
    public record Weights(String featureSet, double intercept, Map<String, Term> features) {
        public Weights {
            features = Map.copyOf(features);
        }
    }

    /**
     * The term of a feature.
     *
     * @param clip the bound of z, absent for flags
     */
    public record Term(double centre, double scale, double weight, @Nullable Double clip) {
        double z(double value) {
            double z = (value - centre) / scale;
            return clip == null ? z : Math.clamp(z, -clip, clip);
        }
    }

    /**
     * The column {@code thresholds}.
     *
     * @param riskLevels the lowest probability of each level
     * @param minimumCoverage the coverage below which no probability is published
     */
    public record Thresholds(double minimumCoverage, Map<String, Double> riskLevels) {
        public Thresholds {
            riskLevels = Map.copyOf(riskLevels);
        }
    }

    /** Returns the features of this version with their terms, in the order of the features. */
    Map<ChurnFeature, Term> terms() {
        Map<ChurnFeature, Term> terms = new EnumMap<>(ChurnFeature.class);
        for (ChurnFeature feature : ChurnFeature.values()) {
            Term term = weights.features().get(WireName.of(feature));
            if (term != null) {
                terms.put(feature, term);
            }
        }
        return terms;
    }

    /** Returns this version with other weights, which is not stored. */
    ChurnModel with(Weights other) {
        return with(stage, calibration, other);
    }

    /** Returns the same as {@link #with(Weights)}, with another stage and calibration. */
    ChurnModel with(ChurnStage otherStage, Calibration otherCalibration, Weights other) {
        return new ChurnModel(
                modelVersion, otherStage, otherCalibration, other, thresholds, trainedAt);
    }

    /** Returns the model's score of a client with these facts. */
    public ChurnScore score(ChurnFacts facts) {
        double logOdds = weights.intercept();
        double covered = 0;
        double all = 0;
        List<Contribution> contributions = new ArrayList<>();
        for (Map.Entry<ChurnFeature, Term> entry : terms().entrySet()) {
            Term term = entry.getValue();
            Double value = facts.value(entry.getKey());
            double z = value == null ? 0 : term.z(value);
            double contribution = term.weight() * z;
            logOdds += contribution;
            all += Math.abs(term.weight());
            covered += value == null ? 0 : Math.abs(term.weight());
            contributions.add(new Contribution(entry.getKey(), value, z, contribution));
        }
        double coverage = all == 0 ? 0 : covered / all;
        contributions.sort(Contribution.LARGEST_FIRST);
        boolean isPublished = coverage >= thresholds.minimumCoverage();
        return new ChurnScore(
                facts.clientId(),
                weights.intercept(),
                logOdds,
                coverage,
                isPublished ? Logistic.probability(logOdds) : null,
                isPublished ? level(Logistic.probability(logOdds)) : null,
                contributions);
    }

    /** Returns the level whose lowest probability is the highest that {@code probability} reaches. */
    public Severity level(double probability) {
        return Arrays.stream(Severity.values())
                .filter(level -> probability >= lowest(level))
                .max(Comparator.comparingDouble(this::lowest))
                .orElse(Severity.LOW);
    }

    /** Returns the lowest probability of a level. */
    public double lowest(Severity level) {
        return thresholds.riskLevels().getOrDefault(WireName.of(level), 0.0);
    }
}
