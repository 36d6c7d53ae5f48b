package io.os199.cs.communication.model;

/** What can happen to a client or its contract that an automation waits for. */
public enum AutomationEvent {
    CLIENT_REGISTERED,
    ONBOARDING_COMPLETED,
    TRAINING_PASSED,
    TICKET_RESOLVED,
    TICKET_SLA_BREACHED,
    NPS_DETRACTOR,
    NPS_PROMOTER,
    ESCALATION_OPENED,
    CONTACT_LEFT,
    LIFECYCLE_CHANGED,
    RENEWAL_DUE,
    CONTRACT_END,
    CONTRACT_SIGNED,
    PAYMENT_OVERDUE;

    /** Whether it is one of {@link TriggerType#CONTRACT_EVENT}, else of {@link TriggerType#EVENT_BASED}. */
    public boolean isOfContract() {
        return switch (this) {
            case RENEWAL_DUE, CONTRACT_END, CONTRACT_SIGNED, PAYMENT_OVERDUE -> true;
            default -> false;
        };
    }

    /** Whether it comes a number of days before a date. */
    public boolean isAhead() {
        return this == RENEWAL_DUE || this == CONTRACT_END;
    }
}
