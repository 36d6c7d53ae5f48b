package io.os199.cs.support.routing;

/** How well an agent can take a ticket: parts that add up to at most 100. */
public record Score(double skill, double headroom, double slaFit, double continuity) {
    static final double SKILL = 40;
    static final double HEADROOM = 30;
    static final double SLA_FIT = 20;
    static final double CONTINUITY = 10;

    /** Returns the sum of the parts. */
    public double total() {
        return skill + headroom + slaFit + continuity;
    }
}
