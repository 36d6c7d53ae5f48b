package io.os199.cs.communication.model;

/** What moved an advocate's points: a {@link ContributionType}, points given as a bonus, or points spent. */
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
