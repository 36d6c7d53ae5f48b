package io.os199.cs.core.model;

/** How bad something is, worst first. */
public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW
}
