package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The severity of a client's conditions on a day, from 0 (well) to 100.
 *
 * @param overall Σ weight × score over the factors that have data ÷ Σ of their weights, raised where {@code
 *     isRaised}; absent where no factor has data
 * @param coveredWeight Σ of the weights of the factors that have data, 0 to 1
 * @param isRaised whether a critical sign lifted it to {@value #LEAST_WHEN_CRITICAL}
 * @param factors all factors, in the order of the table
 */
public record RiskScore(
        @Nullable Double overall,
        double coveredWeight,
        boolean isRaised,
        List<FactorScore> factors) {
    static final double LEAST_WHEN_CRITICAL = 75;

    private static final double HIGH = 55;
    private static final double MEDIUM = 35;

    public RiskScore {
        factors = List.copyOf(factors);
    }

    /**
     * The score of one factor.
     *
     * @param score the score of its worst signal; absent where none has data
     * @param points its share of the overall score before that is raised: weight × score ÷ covered weight
     * @param drivingSignal the worst signal; of equals, the first in the table
     * @param signals the signals that have data, in the order of the table
     */
    public record FactorScore(
            RiskFactor factor,
            double weight,
            @Nullable Double score,
            @Nullable Double points,
            @Nullable String drivingSignal,
            List<SignalScore> signals) {
        public FactorScore {
            signals = List.copyOf(signals);
        }
    }

    /**
     * The score of one signal.
     *
     * @param good the value at which the score is 0
     * @param bad the value at which the score is 100
     */
    public record SignalScore(String signal, double value, double good, double bad, double score) {}

    /** Returns the level: critical from 75, high from 55, medium from 35; absent without a score. */
    public @Nullable Severity level() {
        if (overall == null) {
            return null;
        }
        if (overall >= LEAST_WHEN_CRITICAL) {
            return Severity.CRITICAL;
        }
        return overall >= HIGH ? Severity.HIGH : overall >= MEDIUM ? Severity.MEDIUM : Severity.LOW;
    }
}
