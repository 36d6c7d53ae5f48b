package io.os199.cs.health.patterns;

/** The kinds of habits that are looked at. */
public enum PatternType {
    TEMPORAL,
    FEATURE_USAGE,
    COMMUNICATION,
    SUPPORT
}
