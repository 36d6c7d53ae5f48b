package io.os199.cs.core.model;

/** The band of a health score, best first. */
public enum HealthBand {
    HEALTHY,
    WATCH,
    AT_RISK,
    CRITICAL
}
