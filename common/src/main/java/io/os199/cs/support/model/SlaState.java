package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** How a clock stands. */
public enum SlaState {
    ON_TRACK,
    AT_RISK,
    BREACHED,
    MET;

    /** A clock is at risk for the last quarter of its time. */
    private static final int PARTS = 4;

    /**
     * The state of a clock at {@code now}. What is done at the very instant at which it is due is met.
     *
     * @param span how long the clock runs until it is due
     * @param doneAt absent while it runs
     */
    public static SlaState of(Instant dueAt, Duration span, @Nullable Instant doneAt, Instant now) {
        if (doneAt != null) {
            return doneAt.isAfter(dueAt) ? BREACHED : MET;
        }
        if (now.isAfter(dueAt)) {
            return BREACHED;
        }
        return now.isBefore(dueAt.minus(span.dividedBy(PARTS))) ? ON_TRACK : AT_RISK;
    }
}
