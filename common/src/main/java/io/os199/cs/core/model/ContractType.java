package io.os199.cs.core.model;

/** How a contract came about; every type but {@code AMENDMENT} is a base contract. */
public enum ContractType {
    NEW,
    RENEWAL,
    EXPANSION,
    AMENDMENT
}
