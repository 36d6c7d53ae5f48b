package io.os199.cs.retention.churn;

/** Whether the probabilities of a version were held against what happened. */
public enum Calibration {
    NONE,
    /** Their mean. */
    LEVEL,
    /** Their mean and how far they spread. */
    FULL
}
