package io.os199.cs.feedback.model;

import java.util.Optional;

/** The type of a piece of feedback. The first three answer a survey and have a score. */
public enum FeedbackType {
    NPS,
    CSAT,
    CES,
    FEATURE_REQUEST,
    BUG_REPORT,
    PRODUCT_FEEDBACK,
    SERVICE_FEEDBACK,
    GENERAL;

    /**
     * The scale of the scores of a survey.
     *
     * @param low the highest score after which somebody has to call
     * @param middle the highest score that is not yet good
     */
    public record Scale(int least, int most, int low, int middle) {
        public boolean holds(int score) {
            return least <= score && score <= most;
        }

        @Override
        public String toString() {
            return least + "–" + most;
        }
    }

    /** Returns the scale; empty where there is no score. */
    public Optional<Scale> scale() {
        return switch (this) {
            case NPS -> Optional.of(new Scale(0, 10, 6, 8));
            case CSAT -> Optional.of(new Scale(1, 5, 2, 3));
            case CES -> Optional.of(new Scale(1, 7, 3, 4));
            case FEATURE_REQUEST, BUG_REPORT, PRODUCT_FEEDBACK, SERVICE_FEEDBACK, GENERAL ->
                    Optional.empty();
        };
    }

    public boolean isSurvey() {
        return scale().isPresent();
    }
}
