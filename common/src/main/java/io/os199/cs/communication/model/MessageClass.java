package io.os199.cs.communication.model;

/** What kind of mail a message is, which says what keeps it from an address. */
public enum MessageClass {
    SERVICE,
    MARKETING,
    NEWSLETTER
}
