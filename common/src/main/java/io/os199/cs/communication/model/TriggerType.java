package io.os199.cs.communication.model;

/** What sets an automation off. */
public enum TriggerType {
    /** A time of day: every day, or on a day of the week or of the month. */
    TIME_BASED,
    /** A new row. */
    EVENT_BASED,
    /** Something that a client's people do, or have not done for some days. */
    BEHAVIOR_BASED,
    /** The health score crossing a threshold. */
    HEALTH_SCORE,
    /** A milestone of onboarding or adoption that is reached. */
    MILESTONE,
    /** A date or a state of a contract. */
    CONTRACT_EVENT,
    /** The use in the last 28 full days compared with the 28 before. */
    USAGE_PATTERN
}
