package io.os199.cs.health;

import io.os199.cs.health.model.HealthModel;

import java.time.LocalDate;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted; the cut is the moment of that. Equal orders
 * are one run.
 *
 * @param dryRun counts, and writes nothing
 */
public record PortfolioOrder(
        LocalDate asOf, String modelId, int modelVersion, int lookbackDays, boolean dryRun) {

    /** By {@code model} over its own lookback. */
    public static PortfolioOrder of(HealthModel model, LocalDate asOf, boolean dryRun) {
        return new PortfolioOrder(
                asOf, model.modelId(), model.modelVersion(), model.defaultLookbackDays(), dryRun);
    }
}
