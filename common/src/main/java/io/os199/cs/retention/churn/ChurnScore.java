package io.os199.cs.retention.churn;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The result of a version of the model for a client.
 *
 * @param coverage the share of the weights, 0 to 1, whose features have a value
 * @param probability the probability of leaving within {@value #HORIZON_DAYS} days; absent where too little is known
 * @param contributions those of all features of the version, the largest first
 */
public record ChurnScore(
        String clientId,
        double intercept,
        double logOdds,
        double coverage,
        @Nullable Double probability,
        @Nullable Severity riskLevel,
        List<Contribution> contributions) {
    public static final int HORIZON_DAYS = 90;

    public ChurnScore {
        contributions = List.copyOf(contributions);
    }
}
