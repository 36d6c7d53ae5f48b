package io.os199.cs.health.segments;

/** The property by which clients are split. */
public enum SegmentationType {
    VALUE_BASED,
    USAGE_BASED,
    HEALTH_BASED,
    INDUSTRY,
    LIFECYCLE,
    CUSTOM
}
