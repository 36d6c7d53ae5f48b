package io.os199.cs.feedback.model;

/** The group in which a score puts its respondent. */
public enum ScoreGroup {
    PROMOTER,
    PASSIVE,
    DETRACTOR,
    SATISFIED,
    NEUTRAL,
    DISSATISFIED,
    EASY,
    HARD;

    /** Returns the group of a score on the scale of its survey; other types of feedback have none. */
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
