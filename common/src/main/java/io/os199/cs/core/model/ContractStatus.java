package io.os199.cs.core.model;

/** Where a contract stands; the values of the active ones are the ARR. */
public enum ContractStatus {
    DRAFT,
    ACTIVE,
    EXPIRED,
    TERMINATED
}
