package io.os199.cs.retention.churn;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * What a feature adds to the log-odds.
 *
 * @param value of the feature, absent where it is unknown; it adds nothing then
 * @param z how many standard deviations it is from the usual
 * @param contribution in log-odds; all of a score's and the intercept add up to its log-odds
 */
public record Contribution(
        ChurnFeature feature, @Nullable Double value, double z, double contribution) {
    /** By absolute size, then by name. */
    static final Comparator<Contribution> LARGEST_FIRST =
            Comparator.comparingDouble((Contribution each) -> -Math.abs(each.contribution()))
                    .thenComparing(each -> WireName.of(each.feature()));

    /** By which the odds are multiplied. */
    public double oddsMultiplier() {
        return Math.exp(contribution);
    }
}
