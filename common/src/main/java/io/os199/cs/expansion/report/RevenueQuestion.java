package io.os199.cs.expansion.report;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.expansion.revenue.PeriodLength;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueGrouping;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The question that a report answers.
 *
 * @param periods the number of whole periods
 * @param periodEnd the day after the last
 * @param top the length of the lists of clients
 * @param client the only client, which the filter then names too
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
