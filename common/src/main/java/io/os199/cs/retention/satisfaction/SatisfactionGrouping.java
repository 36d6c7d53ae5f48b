package io.os199.cs.retention.satisfaction;

/** By what answers are told apart. */
public enum SatisfactionGrouping {
    NONE,
    TIER,
    CSM,
    SEGMENT,
    MONTH
}
