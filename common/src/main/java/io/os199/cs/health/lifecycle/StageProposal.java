package io.os199.cs.health.lifecycle;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.StageMove;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Optional;

/**
 * A move that a rule makes, or would make.
 *
 * @param because the facts about the client on which the rule is based
 */
public record StageProposal(
        String clientId,
        String clientName,
        BigDecimal arrAmount,
        LifecycleStage from,
        LifecycleStage to,
        String ruleId,
        String because) {
    static final Comparator<StageProposal> LARGEST_FIRST =
            Comparator.comparing(StageProposal::arrAmount)
                    .reversed()
                    .thenComparing(StageProposal::clientId);

    static Optional<StageProposal> of(LifecycleFacts facts) {
        return LifecycleRule.first(facts)
                .map(
                        rule ->
                                new StageProposal(
                                        facts.clientId(),
                                        facts.clientName(),
                                        facts.arrAmount(),
                                        facts.stage(),
                                        rule.to(facts),
                                        rule.name(),
                                        rule.because(facts)));
    }

    StageMove move() {
        return new StageMove(clientId, from, to, because, "rule:" + ruleId);
    }
}
