package io.os199.cs.feedback.model;

/** The progress of a roadmap item. It only moves forward, with or without skipping steps, never back. */
public enum RoadmapStatus {
    CONSIDERING,
    PLANNED,
    IN_PROGRESS,
    SHIPPED,
    DECLINED;

    /** Whether the next status may follow this one. */
    public boolean mayBecome(RoadmapStatus next) {
        return switch (this) {
            case CONSIDERING, PLANNED, IN_PROGRESS -> next.compareTo(this) > 0;
            case SHIPPED, DECLINED -> false;
        };
    }

    /** Returns the status of the feedback behind such an item. */
    public FeedbackStatus ofFeedback() {
        return switch (this) {
            case CONSIDERING -> FeedbackStatus.TRIAGED;
            case PLANNED -> FeedbackStatus.PLANNED;
            case IN_PROGRESS -> FeedbackStatus.IN_PROGRESS;
            case SHIPPED -> FeedbackStatus.SHIPPED;
            case DECLINED -> FeedbackStatus.DECLINED;
        };
    }
}
