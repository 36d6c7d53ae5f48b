package io.os199.cs.core.listing;

/** A band of health, or none. */
public enum BandFilter {
    HEALTHY,
    WATCH,
    AT_RISK,
    CRITICAL,
    UNSCORED
}
