package io.os199.cs.health.tiers;

/** What ranks clients: money, use, recency and growth together, or the ARR alone. */
public enum ValueModel {
    RFM,
    ARR
}
