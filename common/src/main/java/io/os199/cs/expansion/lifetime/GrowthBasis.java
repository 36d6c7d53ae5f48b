package io.os199.cs.expansion.lifetime;

/** Whose growth is taken for a client's. */
public enum GrowthBasis {
    TIER,
    PORTFOLIO,
    NONE
}
