package io.os199.cs.onboarding.model;

import java.util.List;

/** Where an onboarding plan stands. */
public enum PlanStatus {
    DRAFT,
    ACTIVE,
    ON_HOLD,
    COMPLETED,
    CANCELLED;

    /** Where it may go from here. */
    public List<PlanStatus> next() {
        return switch (this) {
            case DRAFT -> List.of(ACTIVE, CANCELLED);
            case ACTIVE -> List.of(ON_HOLD, COMPLETED, CANCELLED);
            case ON_HOLD -> List.of(ACTIVE, CANCELLED);
            case COMPLETED, CANCELLED -> List.of();
        };
    }
}
