package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * The stored health of a client before a run or, if the run is for a past day, before that day; score and band are
 * both absent when the client had no score.
 */
public record StoredHealth(
        String clientId,
        String clientName,
        BigDecimal arrAmount,
        @Nullable BigDecimal healthScore,
        @Nullable HealthBand healthBand) {
    /** Returns the same client with another score. */
    public StoredHealth with(@Nullable BigDecimal score, @Nullable HealthBand band) {
        return new StoredHealth(clientId, clientName, arrAmount, score, band);
    }
}
