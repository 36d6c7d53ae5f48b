package io.os199.cs.support.model;

/** What a ticket is about. */
public enum TicketCategory {
    TECHNICAL_ISSUE("Technical Support"),
    PERFORMANCE("Technical Support"),
    BUG_REPORT("Engineering Support"),
    FEATURE_REQUEST("Product Support"),
    HOW_TO_QUESTION("Customer Success"),
    ACCOUNT_BILLING("Billing Support"),
    INTEGRATION_SUPPORT("Integration Team"),
    TRAINING_REQUEST("Training Team"),
    DATA_ISSUE("Data Support"),
    OTHER("General Support");

    /** Who takes what is urgent, whatever it is about. */
    public static final String ESCALATION_TEAM = "Escalation Team";

    private final String team;

    TicketCategory(String team) {
        this.team = team;
    }

    /** The team of a ticket of this category. */
    public String team(TicketPriority priority) {
        return priority.isUrgent() ? ESCALATION_TEAM : team;
    }
}
