package io.os199.cs.retention.churn;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * The amount that a feature adds to the log-odds.
 *
 * @param value the value of the feature, absent where it is unknown; it then adds nothing
 * @param z how many standard deviations it is from the usual value
 * @param contribution the amount in log-odds; the contributions of a score and the intercept add up to its log-odds
 */
public record Contribution(
        ChurnFeature feature, @Nullable Double value, double z, double contribution) {
    /** The order by absolute size, then by name. */
    static final Comparator<Contribution> LARGEST_FIRST =
            Comparator.comparingDouble((Contribution each) -> -Math.abs(each.contribution()))
                    .thenComparing(each -> WireName.of(each.feature()));

    /** Returns the factor by which the odds are multiplied. */
    public double oddsMultiplier() {
        return Math.exp(contribution);
    }
}
