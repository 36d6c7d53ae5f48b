package io.os199.cs.retention.campaign;

import io.os199.cs.core.model.TouchpointKind;

import java.util.Optional;

/** How a step is done. */
public enum Channel {
    TASK,
    CALL,
    EMAIL,
    MEETING,
    TRAINING;

    /** The contact with the client that it is, done by hand; empty for what is done among ourselves. */
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
