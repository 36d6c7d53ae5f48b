package io.os199.cs.support.model;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.os199.cs.core.model.Severity;

/** The urgency of a ticket, from a system that is down to a wish. */
public enum TicketPriority {
    @JsonProperty("P0")
    P0(1.0, Severity.CRITICAL),
    @JsonProperty("P1")
    P1(0.8, Severity.HIGH),
    @JsonProperty("P2")
    P2(0.6, Severity.MEDIUM),
    @JsonProperty("P3")
    P3(0.4, Severity.LOW),
    @JsonProperty("P4")
    P4(0.2, Severity.LOW);

    private final double weight;
    private final Severity severity;

    TicketPriority(double weight, Severity severity) {
        this.weight = weight;
        this.severity = severity;
    }

    /** Returns its weight in the order in which tickets are given to agents, from 0.2 to 1. */
    public double weight() {
        return weight;
    }

    /** Returns the severity of an escalation whose ticket has this priority. */
    public Severity severity() {
        return severity;
    }

    public boolean isMoreUrgentThan(TicketPriority other) {
        return compareTo(other) < 0;
    }

    /** Returns the priority one step up; P1 and P0 stay. */
    public TicketPriority escalated() {
        return switch (this) {
            case P0 -> P0;
            case P1, P2 -> P1;
            case P3 -> P2;
            case P4 -> P3;
        };
    }

    public boolean isUrgent() {
        return this == P0 || this == P1;
    }
}
