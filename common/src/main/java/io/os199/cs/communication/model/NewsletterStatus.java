package io.os199.cs.communication.model;

/** How far an edition of a newsletter has come; once it is scheduled, how far its campaign has come. */
public enum NewsletterStatus {
    DRAFT,
    SCHEDULED,
    SENDING,
    SENT,
    HELD,
    CANCELLED
}
