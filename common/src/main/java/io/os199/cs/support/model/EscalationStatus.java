package io.os199.cs.support.model;

import java.util.List;

/** The status of an escalation. */
public enum EscalationStatus {
    OPEN,
    ACKNOWLEDGED,
    IN_PROGRESS,
    RESOLVED,
    CLOSED;

    /** Returns the moves allowed from here; none from {@link #CLOSED}. */
    public List<EscalationMove> allowed() {
        return switch (this) {
            case OPEN ->
                    List.of(
                            EscalationMove.ACKNOWLEDGE,
                            EscalationMove.UPDATE,
                            EscalationMove.RESOLVE);
            case ACKNOWLEDGED, IN_PROGRESS ->
                    List.of(EscalationMove.UPDATE, EscalationMove.RESOLVE);
            case RESOLVED -> List.of(EscalationMove.CLOSE, EscalationMove.REOPEN);
            case CLOSED -> List.of();
        };
    }

    /** Whether there is nothing left to solve. */
    public boolean isDone() {
        return this == RESOLVED || this == CLOSED;
    }
}
