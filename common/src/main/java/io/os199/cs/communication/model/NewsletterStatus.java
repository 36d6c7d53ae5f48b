package io.os199.cs.communication.model;

/** How far an edition of a newsletter is; from when it is scheduled, as far as its campaign. */
public enum NewsletterStatus {
    DRAFT,
    SCHEDULED,
    SENDING,
    SENT,
    HELD,
    CANCELLED
}
