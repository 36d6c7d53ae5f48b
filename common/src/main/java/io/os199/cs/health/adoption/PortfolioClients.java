package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;
import io.os199.cs.health.HealthModels;
import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The clients of a chunk, scored by the health model in force. */
final class PortfolioClients {
    private final HealthModels models;

    PortfolioClients(HealthModels models) {
        this.models = models;
    }

    List<PortfolioClient> of(
            Transaction tx, String first, String last, @Nullable Tier tier, LocalDate asOf) {
        HealthModel model = models.active(tx, HealthModels.STANDARD).orElseThrow();
        Map<HealthComponent, BigDecimal> weights = model.componentWeights();
        return tx.dao(PortfolioClientDao.class)
                .clients(
                        first,
                        last,
                        tier,
                        asOf,
                        model.modelId(),
                        model.modelVersion(),
                        model.defaultLookbackDays(),
                        weight(weights, HealthComponent.ENGAGEMENT),
                        weight(weights, HealthComponent.SUPPORT),
                        weight(weights, HealthComponent.SATISFACTION),
                        weight(weights, HealthComponent.PAYMENT));
    }

    private static BigDecimal weight(
            Map<HealthComponent, BigDecimal> weights, HealthComponent component) {
        return Objects.requireNonNull(weights.get(component));
    }
}
