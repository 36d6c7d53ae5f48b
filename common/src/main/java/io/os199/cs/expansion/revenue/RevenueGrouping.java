package io.os199.cs.expansion.revenue;

/** The attribute by which clients are grouped; a client in several segments counts in each of them. */
public enum RevenueGrouping {
    NONE,
    TIER,
    CSM,
    SEGMENT,
    INDUSTRY
}
