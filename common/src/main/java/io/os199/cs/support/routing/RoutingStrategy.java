package io.os199.cs.support.routing;

/** By what tickets are given to agents. */
public enum RoutingStrategy {
    /** Tickets without an agent, by the whole score. */
    AUTO,
    /** One ticket, to the agent who is named. */
    MANUAL,
    /** From agents with much more than their team's mean to those with less. */
    REBALANCE,
    /** Escalated tickets to seniors of the escalation team. */
    ESCALATION,
    /** Tickets without an agent, to whoever has most room. */
    WORKLOAD
}
