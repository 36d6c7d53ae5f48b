package io.os199.cs.health.adoption;

/** How a client gets on with its milestones. */
public enum Pace {
    STUCK,
    AHEAD,
    BEHIND,
    ON_TRACK
}
