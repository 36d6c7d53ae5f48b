package io.os199.cs.core.model;

/** The state of a contract; the values of the active ones make up the ARR. */
public enum ContractStatus {
    DRAFT,
    ACTIVE,
    EXPIRED,
    TERMINATED
}
