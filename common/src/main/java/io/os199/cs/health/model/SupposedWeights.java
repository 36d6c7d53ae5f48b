package io.os199.cs.health.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What clients' scores would be if the components had other weights and the facts were unchanged. */
public final class SupposedWeights {
    private final HealthEvaluator evaluator;
    private final Map<HealthComponent, BigDecimal> weights;

    /** @param weights the weights of all components; their sum is 1 */
    public SupposedWeights(
            HealthModel model, int lookbackDays, Map<HealthComponent, BigDecimal> weights) {
        this.evaluator = new HealthEvaluator(model, lookbackDays);
        this.weights = weights;
    }

    public HealthAssessment assess(HealthInputs inputs) {
        HealthAssessment now = evaluator.assess(inputs);
        return evaluator.overall(now.parts(), now.components(), weights);
    }

    public List<ScoredClient> of(List<HealthScore> scores) {
        return scores.stream()
                .map(score -> ScoredClient.of(score.clientId(), assess(score.inputs())))
                .toList();
    }
}
