package io.os199.cs.expansion.lifetime;

/** Whose growth is used as the growth of a client. */
public enum GrowthBasis {
    TIER,
    PORTFOLIO,
    NONE
}
