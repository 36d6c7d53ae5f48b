package io.os199.cs.health.patterns;

/** Which habits are looked at. */
public enum PatternType {
    TEMPORAL,
    FEATURE_USAGE,
    COMMUNICATION,
    SUPPORT
}
