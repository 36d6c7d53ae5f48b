package io.os199.cs.expansion.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.revenue.PeriodLength;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueGrouping;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * What a report is to say.
 *
 * @param periods how many whole ones
 * @param periodEnd the day after the last
 * @param top how long the lists of clients are
 * @param client the only one, which the filter then names too
 */
public record RevenueQuestion(
        PeriodLength timePeriod,
        int periods,
        LocalDate periodEnd,
        boolean includePipeline,
        RevenueGrouping groupBy,
        int top,
        boolean includeSuccessFactors,
        @Nullable ClientRef client,
        RevenueFilter filter) {}
