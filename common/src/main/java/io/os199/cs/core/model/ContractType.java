package io.os199.cs.core.model;

/** The origin of a contract; every type but {@code AMENDMENT} is a base contract. */
public enum ContractType {
    NEW,
    RENEWAL,
    EXPANSION,
    AMENDMENT
}
