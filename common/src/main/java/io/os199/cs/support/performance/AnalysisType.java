package io.os199.cs.support.performance;

/** What is looked at. */
public enum AnalysisType {
    OVERVIEW,
    /** Which promises are not kept: when, and which are late now. */
    SLA,
    AGENT,
    SATISFACTION,
    /** What customers find by themselves. */
    KNOWLEDGE_BASE,
    /** Week by week. */
    TRENDS,
    /** Beside the period before. */
    COMPARISON;

    boolean isOfTickets() {
        return this != KNOWLEDGE_BASE;
    }

    /** Whether its figures are told by priority and category too. */
    boolean hasBreakdowns() {
        return this == OVERVIEW || this == SLA || this == SATISFACTION;
    }
}
