package io.os199.cs.retention.risk;

import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * The probability that a client leaves within a year, and what it would be without the signs of its risk.
 *
 * @param restored the probabilities with every sign gone that a feature of the model represents; absent where there
 *     is no such sign
 * @param termDays the term of the contract, absent for a year
 * @param plays the plays that those signs call for
 */
public record AnnualRisk(
        Windows now,
        @Nullable Windows restored,
        @Nullable Integer termDays,
        List<RecommendedPlay> plays) {
    public AnnualRisk {
        plays = List.copyOf(plays);
    }

    /**
     * The probabilities of leaving within a window.
     *
     * @param in the probability in a window with a renewal
     * @param off the probability in one without
     */
    public record Windows(double in, double off) {
        /** Returns the probabilities for the features of a day; empty where too little is known. */
        public static Optional<Windows> of(ChurnModel model, ChurnFacts facts) {
            Double in = model.score(facts.with(ChurnFeature.RENEWAL_IN_HORIZON, 1.0)).probability();
            Double off =
                    model.score(facts.with(ChurnFeature.RENEWAL_IN_HORIZON, 0.0)).probability();
            return model.score(facts).probability() == null || in == null || off == null
                    ? Optional.empty()
                    : Optional.of(new Windows(in, off));
        }
    }

    /**
     * Returns the risk of a client whose probabilities are known.
     *
     * @param model the model by which they were computed
     * @param arr the client's annual recurring revenue
     */
    public static AnnualRisk of(
            Windows now,
            ChurnModel model,
            ChurnFacts facts,
            List<StandingSign> signs,
            BigDecimal arr,
            @Nullable Integer termDays) {
        Plays plays = new Plays(model, facts, signs, arr, null);
        List<RecommendedPlay> effective =
                plays.recommended().stream().filter(play -> play.expectedEffect() != null).toList();
        return new AnnualRisk(
                now,
                effective.isEmpty() ? null : Windows.of(model, plays.restored()).orElse(null),
                termDays,
                effective);
    }

    /** Returns the probability as things stand. */
    public double probability() {
        return withTerm(now, termDays);
    }

    /** Returns the probability without the signs; absent where there are none. */
    public @Nullable Double restoredProbability() {
        return restored == null ? null : withTerm(restored, termDays);
    }

    /** Returns the probability with a term twice as long; absent where the term is not known. */
    public @Nullable Double doubledTermProbability() {
        return termDays == null ? null : withTerm(now, 2 * termDays);
    }

    private static double withTerm(Windows windows, @Nullable Integer days) {
        return AnnualChurn.probability(windows.in(), windows.off(), days);
    }
}
