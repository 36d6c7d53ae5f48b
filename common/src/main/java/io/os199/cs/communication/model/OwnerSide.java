package io.os199.cs.communication.model;

/** Whose people do something. */
public enum OwnerSide {
    US,
    CUSTOMER
}
