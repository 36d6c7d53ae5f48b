package io.os199.cs.communication.model;

/** The class of a message, which determines what keeps it from an address. */
public enum MessageClass {
    SERVICE,
    MARKETING,
    NEWSLETTER
}
