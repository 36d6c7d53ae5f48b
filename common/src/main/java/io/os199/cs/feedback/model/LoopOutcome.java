package io.os199.cs.feedback.model;

/** The outcome of a piece of feedback, as it is given to the customer. */
public enum LoopOutcome {
    SHIPPED,
    DECLINED,
    ANSWERED;

    /**
     * Whether feedback with this status can end in this outcome. Planned feedback is shipped or declined, not just
     * answered.
     */
    public boolean mayEnd(FeedbackStatus status) {
        return switch (this) {
            case SHIPPED -> ends(status, FeedbackStatus.SHIPPED);
            case DECLINED -> ends(status, FeedbackStatus.DECLINED);
            case ANSWERED -> status.mayBecome(FeedbackStatus.CLOSED);
        };
    }

    private static boolean ends(FeedbackStatus status, FeedbackStatus with) {
        return status == with || status.mayBecome(with);
    }
}
