package io.os199.cs.retention.satisfaction;

/** The property by which answers are grouped. */
public enum SatisfactionGrouping {
    NONE,
    TIER,
    CSM,
    SEGMENT,
    MONTH
}
