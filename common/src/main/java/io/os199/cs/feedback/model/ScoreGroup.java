package io.os199.cs.feedback.model;

/** What a score says of who gave it. */
public enum ScoreGroup {
    PROMOTER,
    PASSIVE,
    DETRACTOR,
    SATISFIED,
    NEUTRAL,
    DISSATISFIED,
    EASY,
    HARD;

    /** Of a score on the scale of its survey; of other types of feedback there is none. */
    public static ScoreGroup of(FeedbackType type, int score) {
        FeedbackType.Scale scale = type.scale().orElseThrow();
        boolean isLow = score <= scale.low();
        boolean isMiddle = score <= scale.middle();
        return switch (type) {
            case NPS -> isLow ? DETRACTOR : isMiddle ? PASSIVE : PROMOTER;
            case CSAT -> isLow ? DISSATISFIED : isMiddle ? NEUTRAL : SATISFIED;
            default -> isLow ? HARD : isMiddle ? NEUTRAL : EASY;
        };
    }
}
