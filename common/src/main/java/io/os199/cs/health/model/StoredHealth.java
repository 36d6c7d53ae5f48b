package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What was stored of a client's health before a run, where the run is of a past day that of days before it; both absent
 * when it had no score.
 */
public record StoredHealth(
        String clientId,
        String clientName,
        BigDecimal arrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable HealthBand healthBand) {
    /** The same client with another score. */
    public StoredHealth with(@Nullable BigDecimal score, @Nullable HealthBand band) {
        return new StoredHealth(clientId, clientName, arrAmount, score, band);
    }
}
