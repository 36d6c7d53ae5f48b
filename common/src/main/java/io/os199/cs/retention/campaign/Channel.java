package io.os199.cs.retention.campaign;

import io.os199.cs.core.model.TouchpointKind;

import java.util.Optional;

/** The way a step is done. */
public enum Channel {
    TASK,
    CALL,
    EMAIL,
    MEETING,
    TRAINING;

    /**
     * Returns the kind of contact with the client that the step is when done by hand; empty for what is done
     * internally.
     */
    Optional<TouchpointKind> touch() {
        return switch (this) {
            case TASK -> Optional.empty();
            case CALL -> Optional.of(TouchpointKind.CALL);
            case EMAIL -> Optional.of(TouchpointKind.EMAIL);
            case MEETING -> Optional.of(TouchpointKind.MEETING);
            case TRAINING -> Optional.of(TouchpointKind.TRAINING);
        };
    }
}
