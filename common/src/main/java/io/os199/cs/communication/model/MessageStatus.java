package io.os199.cs.communication.model;

/** How far a message is; it only goes on, and the last five are final. */
public enum MessageStatus {
    QUEUED,
    SENDING,
    UNCONFIRMED,
    SENT,
    DELIVERED,
    OPENED,
    CLICKED,
    BOUNCED,
    DROPPED,
    FAILED,
    SUPPRESSED,
    CANCELLED
}
