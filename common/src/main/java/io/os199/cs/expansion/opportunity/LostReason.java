package io.os199.cs.expansion.opportunity;

/** The reason why an opportunity was lost. */
public enum LostReason {
    PRICE,
    TIMING,
    NO_NEED,
    COMPETITOR,
    NO_DECISION,
    CLIENT_CHURNED,
    OTHER
}
