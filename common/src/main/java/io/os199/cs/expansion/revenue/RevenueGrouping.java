package io.os199.cs.expansion.revenue;

/** By what clients are told apart; one in several segments counts in each of them. */
public enum RevenueGrouping {
    NONE,
    TIER,
    CSM,
    SEGMENT,
    INDUSTRY
}
