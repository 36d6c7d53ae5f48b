package io.os199.cs.onboarding.model;

import java.util.List;

/** The status of an onboarding plan. */
public enum PlanStatus {
    DRAFT,
    ACTIVE,
    ON_HOLD,
    COMPLETED,
    CANCELLED;

    /** Returns the statuses that it may change to. */
    public List<PlanStatus> next() {
        return switch (this) {
            case DRAFT -> List.of(ACTIVE, CANCELLED);
            case ACTIVE -> List.of(ON_HOLD, COMPLETED, CANCELLED);
            case ON_HOLD -> List.of(ACTIVE, CANCELLED);
            case COMPLETED, CANCELLED -> List.of();
        };
    }
}
