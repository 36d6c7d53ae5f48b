package io.os199.cs.health.tiers;

/** What clients are ranked by: money, use, recency and growth together, or the ARR alone. */
public enum ValueModel {
    RFM,
    ARR
}
