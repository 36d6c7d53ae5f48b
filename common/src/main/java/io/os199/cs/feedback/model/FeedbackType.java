package io.os199.cs.feedback.model;

import java.util.Optional;

/** What somebody tells us. The first three answer a survey and have a score. */
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
     * The scores of a survey.
     *
     * @param low the highest after which somebody has to call
     * @param middle the highest that is not good yet
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

    /** Absent where there is no score. */
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
