package io.os199.cs.retention.risk;

import io.os199.cs.retention.facts.ChurnFeature;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A play that a client's signs call for.
 *
 * @param ruleId its id in the table of plays
 * @param because signs, or figures of the model and of the renewal
 * @param campaignType the playbook that carries it out
 * @param expectedEffect absent where no feature of the model represents the sign or improves, or no probability is
 *     published
 */
public record RecommendedPlay(
        String ruleId,
        List<Because> because,
        String action,
        Priority priority,
        String campaignType,
        @Nullable ExpectedEffect expectedEffect) {
    public RecommendedPlay {
        because = List.copyOf(because);
    }

    /** A sign that stands, or a figure that has reached its threshold. */
    public record Because(
            String indicatorKey, @Nullable Double value, @Nullable Double threshold) {}

    /**
     * The model's result if the signs were gone and all else stayed equal.
     *
     * @param arrProtectedAmount (probability − probability after) × ARR
     */
    public record ExpectedEffect(double probabilityAfter, BigDecimal arrProtectedAmount) {}

    /**
     * The value of a feature without the sign; one that is already better stays.
     *
     * @param isLeast whether more is better; otherwise less is
     */
    record Restored(ChurnFeature feature, double value, boolean isLeast) {
        static Restored gone(ChurnFeature feature) {
            return new Restored(feature, 0, false);
        }

        static Restored atLeast(ChurnFeature feature, double value) {
            return new Restored(feature, value, true);
        }

        double of(double present) {
            return isLeast ? Math.max(present, value) : Math.min(present, value);
        }
    }
}
