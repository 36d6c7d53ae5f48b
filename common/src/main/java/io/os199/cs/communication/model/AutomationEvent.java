package io.os199.cs.communication.model;

/** An event of a client or its contract that an automation can wait for. */
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

    /** Whether it belongs to {@link TriggerType#CONTRACT_EVENT}, else to {@link TriggerType#EVENT_BASED}. */
    public boolean isOfContract() {
        return switch (this) {
            case RENEWAL_DUE, CONTRACT_END, CONTRACT_SIGNED, PAYMENT_OVERDUE -> true;
            default -> false;
        };
    }

    /** Whether it occurs a number of days before a date. */
    public boolean isAhead() {
        return this == RENEWAL_DUE || this == CONTRACT_END;
    }
}
