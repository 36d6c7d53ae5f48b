package io.os199.cs.communication.model;

/** What an automation does. */
public enum AutomationActionType {
    SEND_EMAIL,
    CREATE_TASK,
    CREATE_TICKET,
    SEND_IN_APP_NOTIFICATION,
    TRIGGER_WEBHOOK;

    /** Whether customers may see it, so that a person has to say yes first. */
    public boolean reachesCustomers() {
        return this == SEND_EMAIL || this == SEND_IN_APP_NOTIFICATION || this == CREATE_TICKET;
    }
}
