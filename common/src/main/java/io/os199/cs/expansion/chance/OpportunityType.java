package io.os199.cs.expansion.chance;

/** The kind of thing that a client could buy. */
public enum OpportunityType {
    SEATS,
    UPSELL,
    TIER_UPGRADE,
    CROSS_SELL,
    ADD_ON,
    MULTI_YEAR
}
