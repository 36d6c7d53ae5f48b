package io.os199.cs.communication.model;

/** What became of an occurrence. */
public enum AutomationRunStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    /** It was seen more than a day after it happened, or could not be worked for as long. */
    SKIPPED_LATE,
    SKIPPED_COOLDOWN,
    /** What set it off was over when it was due. */
    SKIPPED_CONDITION,
    SKIPPED_LIMIT,
    /** Nothing takes what it would have sent. */
    SKIPPED_NO_PROVIDER;

    /** Whether it was recorded only. */
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
