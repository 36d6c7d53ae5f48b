package io.os199.cs.health;

import java.time.LocalDate;

/**
 * What a run over the portfolio is asked for, frozen when it is submitted; the cut is the moment of that. Equal orders
 * are one run.
 *
 * @param dryRun counts, and writes nothing
 */
public record PortfolioOrder(
        LocalDate asOf, String modelId, int modelVersion, int lookbackDays, boolean dryRun) {}
