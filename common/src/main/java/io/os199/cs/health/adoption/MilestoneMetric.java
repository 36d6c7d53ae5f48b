package io.os199.cs.health.adoption;

/**
 * The metric that decides whether a milestone is reached. All are cumulative, so each has a first day on which it was
 * met.
 */
public enum MilestoneMetric {
    USERS_SEEN,
    FEATURES_ADOPTED,
    CORE_FEATURES_ADOPTED,
    CORE_ADOPTED_RATE,
    FEATURE_USED,
    TRAININGS_PASSED,
    CERTIFICATIONS,
    REVIEWS_COMPLETED,
    ADVOCATES;

    /** Whether {@code feature_keys} narrow it down. */
    public boolean isOfFeatures() {
        return switch (this) {
            case FEATURES_ADOPTED, CORE_FEATURES_ADOPTED, CORE_ADOPTED_RATE, FEATURE_USED -> true;
            default -> false;
        };
    }
}
