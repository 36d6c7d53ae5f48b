package io.os199.cs.core.model;

/** Where a health score goes. */
public enum HealthTrend {
    IMPROVING,
    STABLE,
    DECLINING
}
