package io.os199.cs.core.listing;

/** A health band, or none. */
public enum BandFilter {
    HEALTHY,
    WATCH,
    AT_RISK,
    CRITICAL,
    UNSCORED
}
