package io.os199.cs.expansion.revenue;

/** The part of a cohort's ARR, or of its clients, that a rate measures. */
public enum CohortRate {
    /** NRR. */
    NET,
    /** GRR. */
    GROSS,
    EXPANSION,
    /** The share of clients that stayed. */
    LOGO
}
