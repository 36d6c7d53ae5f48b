package io.os199.cs.support.performance;

/** The subject of an analysis. */
public enum AnalysisType {
    OVERVIEW,
    /** Promises that were not kept: when, and which tickets are late now. */
    SLA,
    AGENT,
    SATISFACTION,
    /** What customers find on their own. */
    KNOWLEDGE_BASE,
    /** Figures week by week. */
    TRENDS,
    /** Figures compared with the previous period. */
    COMPARISON;

    boolean isOfTickets() {
        return this != KNOWLEDGE_BASE;
    }

    /** Whether its figures are also broken down by priority and category. */
    boolean hasBreakdowns() {
        return this == OVERVIEW || this == SLA || this == SATISFACTION;
    }
}
