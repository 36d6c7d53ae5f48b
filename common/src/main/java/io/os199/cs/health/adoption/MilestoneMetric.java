package io.os199.cs.health.adoption;

/** What tells that a milestone is reached. All are cumulative, so each has a first day on which it held. */
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

    /** Whether {@code feature_keys} narrow it. */
    public boolean isOfFeatures() {
        return switch (this) {
            case FEATURES_ADOPTED, CORE_FEATURES_ADOPTED, CORE_ADOPTED_RATE, FEATURE_USED -> true;
            default -> false;
        };
    }
}
