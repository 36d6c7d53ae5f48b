package io.os199.cs.support.model;

/** The system that a ticket is kept in. */
public enum TicketSource {
    LOCAL,
    PORTAL,
    ZENDESK,
    INTERCOM;

    /** Whether the ticket is kept in another system, which sends its own notices. */
    public boolean isMirrored() {
        return this == ZENDESK || this == INTERCOM;
    }
}
