package io.os199.cs.onboarding.model;

import java.util.List;

/** Where a milestone of an onboarding plan stands. */
public enum MilestoneStatus {
    NOT_STARTED,
    IN_PROGRESS,
    BLOCKED,
    COMPLETED,
    SKIPPED;

    /** Where it may go from here; that nothing completed hangs on a reopened one is checked beside. */
    public List<MilestoneStatus> next() {
        return switch (this) {
            case NOT_STARTED -> List.of(IN_PROGRESS, BLOCKED, COMPLETED, SKIPPED);
            case IN_PROGRESS -> List.of(BLOCKED, COMPLETED, SKIPPED);
            case BLOCKED -> List.of(IN_PROGRESS, COMPLETED, SKIPPED);
            case COMPLETED -> List.of(IN_PROGRESS);
            case SKIPPED -> List.of(NOT_STARTED);
        };
    }

    /** Whether nothing is left to do in it. */
    public boolean isOver() {
        return this == COMPLETED || this == SKIPPED;
    }
}
