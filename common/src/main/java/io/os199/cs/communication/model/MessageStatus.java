package io.os199.cs.communication.model;

/**
 * How far a message has come; once sent it only moves forward. The last five are final, except that messages with
 * unknown delivery can be queued again.
 */
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
