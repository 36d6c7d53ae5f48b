package io.os199.cs.health.adoption;

/** How a client is progressing with its milestones. */
public enum Pace {
    STUCK,
    AHEAD,
    BEHIND,
    ON_TRACK
}
