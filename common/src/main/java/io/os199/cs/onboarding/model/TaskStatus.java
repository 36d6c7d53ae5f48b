package io.os199.cs.onboarding.model;

import java.util.List;

/** Where a task of a milestone stands. */
public enum TaskStatus {
    TODO,
    IN_PROGRESS,
    DONE,
    CANCELLED;

    /** Where it may go from here. */
    public List<TaskStatus> next() {
        return switch (this) {
            case TODO -> List.of(IN_PROGRESS, DONE, CANCELLED);
            case IN_PROGRESS -> List.of(TODO, DONE, CANCELLED);
            case DONE, CANCELLED -> List.of(TODO);
        };
    }
}
