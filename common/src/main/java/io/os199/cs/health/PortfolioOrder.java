package io.os199.cs.health;

import io.os199.cs.health.model.HealthComponent;
import io.os199.cs.health.model.HealthModel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted, which is also the moment of the cut. Equal
 * orders are one run.
 *
 * @param dryRun whether it only counts, and writes nothing
 * @param weights the weights of a what-if, which is a dry run: of all components, with the sum 1
 */
public record PortfolioOrder(
        LocalDate asOf,
        String modelId,
        int modelVersion,
        int lookbackDays,
        boolean dryRun,
        @Nullable Map<HealthComponent, BigDecimal> weights) {

    /** Returns an order by {@code model} over its own lookback. */
    public static PortfolioOrder of(HealthModel model, LocalDate asOf, boolean dryRun) {
        return new PortfolioOrder(
                asOf,
                model.modelId(),
                model.modelVersion(),
                model.defaultLookbackDays(),
                dryRun,
                null);
    }

    /** Returns an order for what other weights would make of the portfolio. */
    public static PortfolioOrder whatIf(
            HealthModel model, LocalDate asOf, Map<HealthComponent, BigDecimal> weights) {
        PortfolioOrder order = of(model, asOf, true);
        return new PortfolioOrder(
                asOf, order.modelId, order.modelVersion, order.lookbackDays, true, weights);
    }
}
