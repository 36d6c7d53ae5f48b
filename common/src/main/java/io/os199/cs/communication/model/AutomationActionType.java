package io.os199.cs.communication.model;

/** What an automation does. */
public enum AutomationActionType {
    SEND_EMAIL,
    CREATE_TASK,
    CREATE_TICKET,
    SEND_IN_APP_NOTIFICATION,
    TRIGGER_WEBHOOK;

    /** Whether customers may see the result, so that a person has to approve it first. */
    public boolean reachesCustomers() {
        return this == SEND_EMAIL || this == SEND_IN_APP_NOTIFICATION || this == CREATE_TICKET;
    }
}
