package io.os199.cs.health.model;

import java.math.BigDecimal;

/** How a segment is served, depending on the mean value of its clients. */
public record SegmentStrategy(Model model, Cadence contactCadence, Cadence reviewCadence) {
    private static final BigDecimal NAMED_FROM = BigDecimal.valueOf(100_000);
    static final BigDecimal OWNED_FROM = BigDecimal.valueOf(25_000);

    /** Who serves the segment. */
    public enum Model {
        NAMED_SENIOR_CSM,
        CSM,
        POOLED_OR_AUTOMATED
    }

    /** How often something takes place. */
    public enum Cadence {
        WEEKLY,
        EVERY_TWO_WEEKS_TO_MONTHLY,
        MONTHLY,
        QUARTERLY,
        HALF_YEARLY,
        YEARLY
    }

    public static SegmentStrategy of(BigDecimal meanArrAmount) {
        if (meanArrAmount.compareTo(NAMED_FROM) >= 0) {
            return new SegmentStrategy(Model.NAMED_SENIOR_CSM, Cadence.WEEKLY, Cadence.QUARTERLY);
        }
        if (meanArrAmount.compareTo(OWNED_FROM) >= 0) {
            return new SegmentStrategy(
                    Model.CSM, Cadence.EVERY_TWO_WEEKS_TO_MONTHLY, Cadence.HALF_YEARLY);
        }
        return new SegmentStrategy(Model.POOLED_OR_AUTOMATED, Cadence.MONTHLY, Cadence.YEARLY);
    }
}
