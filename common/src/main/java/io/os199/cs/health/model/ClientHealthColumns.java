package io.os199.cs.health.model;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthDriver;
import io.os199.cs.core.model.HealthTrend;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** The columns of a client's row that today's score writes. */
public record ClientHealthColumns(
        String clientId,
        @Nullable BigDecimal overall,
        @Nullable HealthBand band,
        @Nullable HealthTrend trend,
        @Nullable BigDecimal changePoints,
        @Nullable List<HealthDriver> drivers) {
    public static ClientHealthColumns of(HealthModel model, HealthScore score) {
        return new ClientHealthColumns(
                score.clientId(),
                score.overall(),
                score.band(),
                score.trend(),
                score.changePoints(),
                score.changePoints() == null ? null : HealthDrivers.of(model, score));
    }
}
