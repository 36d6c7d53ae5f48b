package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Set;

/**
 * The result of scoring a client.
 *
 * @param components those that have data
 */
public record ScoredClient(
        String clientId,
        @Nullable BigDecimal overall,
        @Nullable HealthBand band,
        Set<HealthComponent> components) {
    public static ScoredClient of(HealthScore score) {
        return new ScoredClient(
                score.clientId(), score.overall(), score.band(), score.components().keySet());
    }

    static ScoredClient of(String clientId, HealthAssessment assessment) {
        return new ScoredClient(
                clientId,
                assessment.overall(),
                assessment.band(),
                assessment.components().keySet());
    }
}
