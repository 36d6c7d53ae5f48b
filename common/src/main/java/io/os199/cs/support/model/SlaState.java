package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** The state of a clock. */
public enum SlaState {
    ON_TRACK,
    AT_RISK,
    BREACHED,
    MET;

    /** The number of parts that a clock's time is divided into; in the last of them it is at risk. */
    private static final int PARTS = 4;

    /**
     * Returns the state of a clock at {@code now}. Something done exactly when it is due counts as met.
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
