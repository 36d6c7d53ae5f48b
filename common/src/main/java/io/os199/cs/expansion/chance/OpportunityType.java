package io.os199.cs.expansion.chance;

/** What a client could buy. */
public enum OpportunityType {
    SEATS,
    UPSELL,
    TIER_UPGRADE,
    CROSS_SELL,
    ADD_ON,
    MULTI_YEAR
}
