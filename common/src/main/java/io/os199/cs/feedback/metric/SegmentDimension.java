package io.os199.cs.feedback.metric;

/** The property by which a metric is broken down; each client is in one segment of a dimension. */
public enum SegmentDimension {
    TIER,
    INDUSTRY,
    LIFECYCLE_STAGE,
    CSM,
    HEALTH_BAND,
    START_QUARTER
}
