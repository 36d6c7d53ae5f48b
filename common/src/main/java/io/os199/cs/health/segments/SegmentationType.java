package io.os199.cs.health.segments;

/** By what clients are split. */
public enum SegmentationType {
    VALUE_BASED,
    USAGE_BASED,
    HEALTH_BASED,
    INDUSTRY,
    LIFECYCLE,
    CUSTOM
}
