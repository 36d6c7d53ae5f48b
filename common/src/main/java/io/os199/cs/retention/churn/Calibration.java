package io.os199.cs.retention.churn;

/** How far the probabilities of a version were checked against outcomes. */
public enum Calibration {
    NONE,
    /** Their mean only. */
    LEVEL,
    /** Their mean and their spread. */
    FULL
}
