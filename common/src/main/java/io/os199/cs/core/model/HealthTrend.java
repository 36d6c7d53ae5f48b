package io.os199.cs.core.model;

/** The direction in which a health score is moving. */
public enum HealthTrend {
    IMPROVING,
    STABLE,
    DECLINING
}
