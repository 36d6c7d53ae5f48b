package io.os199.cs.communication.model;

/** What sets an automation off. */
public enum TriggerType {
    /** A time of day, every day, on a day of the week or of the month. */
    TIME_BASED,
    /** A row that appears. */
    EVENT_BASED,
    /** What a client's people do, or have not done for some days. */
    BEHAVIOR_BASED,
    /** The health score passes a threshold. */
    HEALTH_SCORE,
    /** A milestone of onboarding or adoption is reached. */
    MILESTONE,
    /** A date or a state of a contract. */
    CONTRACT_EVENT,
    /** Use of the last 28 full days against the 28 before. */
    USAGE_PATTERN
}
