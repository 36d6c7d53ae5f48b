package io.os199.cs.feedback.model;

/** How far an item of the roadmap is. It goes forward, steps left out or not, never back. */
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

    /** How far the feedback is that stands behind such an item. */
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
