package io.os199.cs.onboarding.model;

import java.util.List;

/** The status of a milestone of an onboarding plan. */
public enum MilestoneStatus {
    NOT_STARTED,
    IN_PROGRESS,
    BLOCKED,
    COMPLETED,
    SKIPPED;

    /**
     * Returns the statuses that it may change to; that no completed milestone depends on a reopened one is checked
     * separately.
     */
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
