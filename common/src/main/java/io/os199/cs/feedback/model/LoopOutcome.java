package io.os199.cs.feedback.model;

/** What became of a piece of feedback, as the customer is told. */
public enum LoopOutcome {
    SHIPPED,
    DECLINED,
    ANSWERED;

    /** Whether feedback of this status can end so. What is planned is shipped or declined, not just answered. */
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
