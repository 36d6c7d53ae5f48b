package io.os199.cs.support.routing;

/** The way in which tickets are given to agents. */
public enum RoutingStrategy {
    /** Tickets without an agent, by the full score. */
    AUTO,
    /** One ticket, to the named agent. */
    MANUAL,
    /** From agents far above their team's mean load to those below it. */
    REBALANCE,
    /** Escalated tickets, to seniors of the escalation team. */
    ESCALATION,
    /** Tickets without an agent, to the agent with the most free capacity. */
    WORKLOAD
}
