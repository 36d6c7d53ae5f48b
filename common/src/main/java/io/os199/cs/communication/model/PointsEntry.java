package io.os199.cs.communication.model;

/** What changed an advocate's points: a {@link ContributionType}, bonus points, or points spent. */
public enum PointsEntry {
    CASE_STUDY,
    REFERENCE,
    REVIEW,
    TESTIMONIAL,
    SPEAKING_ENGAGEMENT,
    REFERRAL,
    BONUS,
    REDEMPTION
}
