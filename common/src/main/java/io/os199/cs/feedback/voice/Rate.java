package io.os199.cs.feedback.voice;

import io.os199.cs.platform.statistics.Sample;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** {@code count} of {@code n}, with a 95 % interval; below 5 there is no interval and no rate. */
public record Rate(
        long count,
        long n,
        @Nullable BigDecimal rate,
        @Nullable BigDecimal intervalLow,
        @Nullable BigDecimal intervalHigh,
        @Nullable String intervalMethod,
        @Nullable Boolean smallSample) {
    public static Rate of(long count, long n) {
        Sample sample = Sample.rate(count, n);
        return new Rate(
                count,
                n,
                sample.value(),
                sample.intervalLow(),
                sample.intervalHigh(),
                sample.hasTooFew() ? null : "wilson",
                sample.smallSample());
    }

    /** Whether it is known and below a bound. */
    public boolean isBelow(BigDecimal bound) {
        return rate != null && rate.compareTo(bound) < 0;
    }
}
