package io.os199.cs.support.performance;

import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * How long something took: percentiles as PostgreSQL's {@code percentile_cont} computes them, in minutes. Below 5
 * values there are none; below 20 they have low confidence and there is no 95th.
 */
public record Minutes(
        long n,
        @Nullable BigDecimal meanMinutes,
        @Nullable BigDecimal p50Minutes,
        @Nullable BigDecimal p90Minutes,
        @Nullable BigDecimal p95Minutes,
        @Nullable Boolean lowConfidence) {
    private static final int MANY = 20;
    static final Minutes NONE = new Minutes(0, null, null, null, null, null);

    static Minutes of(FamilyDao.Duration duration) {
        long n = duration.n();
        if (n < Sample.ENOUGH) {
            return new Minutes(n, null, null, null, null, null);
        }
        return new Minutes(
                n,
                Rounded.figure(duration.mean()),
                Rounded.figure(duration.p50()),
                Rounded.figure(duration.p90()),
                n < MANY ? null : Rounded.figure(duration.p95()),
                n < MANY ? true : null);
    }
}
