package io.os199.cs.communication.model;

/** The result of an occurrence. */
public enum AutomationRunStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    /** It was seen more than a day after it happened, or could not be processed for that long. */
    SKIPPED_LATE,
    SKIPPED_COOLDOWN,
    /** The condition that triggered it no longer held when it was due. */
    SKIPPED_CONDITION,
    SKIPPED_LIMIT,
    /** No provider accepts what it would have sent. */
    SKIPPED_NO_PROVIDER;

    /** Whether it was only recorded. */
    public boolean isSkipped() {
        return switch (this) {
            case SKIPPED_LATE,
                    SKIPPED_COOLDOWN,
                    SKIPPED_CONDITION,
                    SKIPPED_LIMIT,
                    SKIPPED_NO_PROVIDER ->
                    true;
            default -> false;
        };
    }
}
