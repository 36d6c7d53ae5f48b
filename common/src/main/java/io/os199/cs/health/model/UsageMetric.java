package io.os199.cs.health.model;

/** The metrics that are searched for anomalies, by client and day. */
public enum UsageMetric {
    EVENT_COUNT(5),
    ACTIVE_USER_COUNT(2);

    private final int leastDeviation;

    UsageMetric(int leastDeviation) {
        this.leastDeviation = leastDeviation;
    }

    /** Returns the least deviation that can be an anomaly, however unusual a smaller one is. */
    int leastDeviation() {
        return leastDeviation;
    }
}
