package io.os199.cs.expansion.negotiation;

/** The unit of a figure of delivered value. */
public enum ValueUnit {
    ACTIVE_USERS(0, false),
    USER_DAYS(0, false),
    FEATURES_USED(0, false),
    SUCCESS_CRITERIA_OF_COMPLETED_PLANS(0, true),
    MILESTONES_ACHIEVED(0, true),
    PEOPLE_TRAINED(0, true),
    CERTIFICATES_VALID(0, false),
    RESOLUTION_SLA_MET_RATE(4, false),
    TICKET_SATISFACTION_SCORE(2, false),
    NPS_POINTS(2, false),
    SHIPPED_FEEDBACK(0, true),
    OPEN_FEEDBACK(0, false);

    private final int decimals;
    private final boolean isDoneInTerm;

    ValueUnit(int decimals, boolean isDoneInTerm) {
        this.decimals = decimals;
        this.isDoneInTerm = isDoneInTerm;
    }

    /** The number of decimals shown. */
    public int decimals() {
        return decimals;
    }

    /** Whether it counts what was achieved during the term, starting from none at its beginning. */
    boolean isDoneInTerm() {
        return isDoneInTerm;
    }
}
