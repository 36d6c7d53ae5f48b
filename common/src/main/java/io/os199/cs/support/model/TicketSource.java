package io.os199.cs.support.model;

/** Where a ticket lives. */
public enum TicketSource {
    LOCAL,
    PORTAL,
    ZENDESK,
    INTERCOM;

    /** Whether the ticket is kept in another system, which sends notices of its own. */
    public boolean isMirrored() {
        return this == ZENDESK || this == INTERCOM;
    }
}
