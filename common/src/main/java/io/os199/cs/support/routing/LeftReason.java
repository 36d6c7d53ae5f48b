package io.os199.cs.support.routing;

/** The reason why a ticket has no new agent. */
public enum LeftReason {
    NO_AGENT_IN_TEAM,
    ALL_AT_CAPACITY,
    NO_SKILL,
    CHANGED_MEANWHILE
}
