package io.os199.cs.communication.event;

/** What happened to a mail. */
public enum MailEventType {
    /** The provider accepted it. */
    PROCESSED,
    DEFERRED,
    DELIVERED,
    /** The address accepts no mail. */
    BOUNCED,
    /** It was refused this time. */
    BLOCKED,
    /** The provider did not try. */
    DROPPED,
    OPENED,
    CLICKED,
    COMPLAINED,
    UNSUBSCRIBED,
    OTHER
}
