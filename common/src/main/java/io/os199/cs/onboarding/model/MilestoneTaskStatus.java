package io.os199.cs.onboarding.model;

import java.util.List;

/** The status of a task of a milestone. */
public enum MilestoneTaskStatus {
    TODO,
    IN_PROGRESS,
    DONE,
    CANCELLED;

    /** Returns the statuses that it may change to. */
    public List<MilestoneTaskStatus> next() {
        return switch (this) {
            case TODO -> List.of(IN_PROGRESS, DONE, CANCELLED);
            case IN_PROGRESS -> List.of(TODO, DONE, CANCELLED);
            case DONE, CANCELLED -> List.of(TODO);
        };
    }
}
