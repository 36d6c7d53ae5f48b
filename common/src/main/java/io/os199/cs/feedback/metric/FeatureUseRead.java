package io.os199.cs.feedback.metric;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * The use that some clients make of the features available to them.
 *
 * @param values the values of the first span
 * @param rowCount the days with use in it
 */
record FeatureUseRead(
        List<Moments> moments,
        List<PeerValue> values,
        long rowCount,
        @Nullable LocalDate firstOn,
        @Nullable LocalDate lastOn) {
    /**
     * Sums of the shares of a span and group.
     *
     * @param no the number of the span, from 1
     * @param clientCount live clients
     * @param n those of them with a share
     */
    record Moments(
            int no,
            String dimension,
            String key,
            int clientCount,
            int n,
            BigDecimal sum,
            BigDecimal squares,
            int coreCount,
            BigDecimal coreSum) {
        Moments plus(Moments other) {
            return new Moments(
                    no,
                    dimension,
                    key,
                    clientCount + other.clientCount,
                    n + other.n,
                    sum.add(other.sum),
                    squares.add(other.squares),
                    coreCount + other.coreCount,
                    coreSum.add(other.coreSum));
        }
    }
}
