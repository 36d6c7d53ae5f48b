package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnScore;
import io.os199.cs.retention.churn.Contribution;
import io.os199.cs.retention.facts.ChurnFacts;
import io.os199.cs.retention.facts.ChurnFeature;
import io.os199.cs.retention.facts.ClientChurnFeatures;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The model's result for a client, as it is stored.
 *
 * @param probability absent, like all the others, where too little is known
 * @param probabilityInWindow the probability if a renewal were near
 * @param probabilityOffWindow the probability if none were
 */
record Prediction(
        String clientId,
        @Nullable Double probability,
        @Nullable Double probabilityInWindow,
        @Nullable Double probabilityOffWindow,
        @Nullable Double annualProbability,
        @Nullable Severity riskLevel,
        double coverage,
        List<Contribution> contributions) {

    static Prediction of(ChurnModel model, ClientChurnFeatures features) {
        ChurnFacts facts = features.toFacts();
        ChurnScore score = model.score(facts);
        Double in = model.score(facts.with(ChurnFeature.RENEWAL_IN_HORIZON, 1.0)).probability();
        Double off = model.score(facts.with(ChurnFeature.RENEWAL_IN_HORIZON, 0.0)).probability();
        boolean isPublished = score.probability() != null;
        return new Prediction(
                score.clientId(),
                score.probability(),
                isPublished ? in : null,
                isPublished ? off : null,
                isPublished && in != null && off != null
                        ? AnnualChurn.probability(in, off, features.termDays())
                        : null,
                score.riskLevel(),
                score.coverage(),
                score.contributions());
    }
}
