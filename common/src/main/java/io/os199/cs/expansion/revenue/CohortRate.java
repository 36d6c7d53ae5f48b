package io.os199.cs.expansion.revenue;

/** What of a cohort's ARR, or of its clients, a rate tells. */
public enum CohortRate {
    /** NRR. */
    NET,
    /** GRR. */
    GROSS,
    EXPANSION,
    /** Clients that stayed. */
    LOGO
}
