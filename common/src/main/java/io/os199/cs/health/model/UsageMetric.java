package io.os199.cs.health.model;

/** What anomalies are looked for in, by client and day. */
public enum UsageMetric {
    EVENT_COUNT(5),
    ACTIVE_USER_COUNT(2);

    private final int leastDeviation;

    UsageMetric(int leastDeviation) {
        this.leastDeviation = leastDeviation;
    }

    /** However strange, a smaller deviation is no anomaly. */
    int leastDeviation() {
        return leastDeviation;
    }
}
