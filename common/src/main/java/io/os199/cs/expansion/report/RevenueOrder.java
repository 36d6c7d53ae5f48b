package io.os199.cs.expansion.report;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.revenue.PeriodLength;
import io.os199.cs.expansion.revenue.RevenueFilter;
import io.os199.cs.expansion.revenue.RevenueGrouping;
import io.os199.cs.expansion.revenue.RevenueLedger;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A report on the portfolio with its success factors, as a job is asked for it.
 *
 * @param periodEnd the day after the last
 * @param csmHash hash of the name of the manager, which is not stored with a job
 */
public record RevenueOrder(
        PeriodLength timePeriod,
        int periods,
        LocalDate periodEnd,
        boolean includePipeline,
        RevenueGrouping groupBy,
        int top,
        @Nullable Tier tier,
        @Nullable String csmHash,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount) {

    RevenueQuestion question(Transaction tx) {
        String hash = csmHash;
        // Where no manager has the name any more, the hash itself serves as the name, which matches
        // no one.
        String csm = hash == null ? null : RevenueLedger.csm(tx, hash).orElse(hash);
        return new RevenueQuestion(
                timePeriod,
                periods,
                periodEnd,
                includePipeline,
                groupBy,
                top,
                true,
                null,
                new RevenueFilter(null, tier, csm, segmentId, minArrAmount));
    }
}
