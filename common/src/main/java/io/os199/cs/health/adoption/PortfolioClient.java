package io.os199.cs.health.adoption;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * A client of the portfolio.
 *
 * @param scoreWithoutUsage its health score without the usage component, the other weights rescaled
 */
public record PortfolioClient(
        String clientId,
        String clientName,
        Tier tier,
        LifecycleStage lifecycleStage,
        BigDecimal arrAmount,
        @Nullable BigDecimal scoreWithoutUsage) {}
