package io.os199.cs.communication.model;

/** The side whose people do something. */
public enum OwnerSide {
    US,
    CUSTOMER
}
