package io.os199.cs.communication.model;

/** What an advocate did for us. */
public enum ContributionType {
    CASE_STUDY(500),
    REFERENCE(250),
    REVIEW(300),
    TESTIMONIAL(150),
    SPEAKING_ENGAGEMENT(1_000),
    REFERRAL(400);

    private final int basePoints;

    ContributionType(int basePoints) {
        this.basePoints = basePoints;
    }

    /** Returns the points it is worth before the tier multiplies them. */
    public int basePoints() {
        return basePoints;
    }
}
