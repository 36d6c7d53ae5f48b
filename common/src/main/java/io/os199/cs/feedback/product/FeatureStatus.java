package io.os199.cs.feedback.product;

/** The development of a feature in a period. */
public enum FeatureStatus {
    USED,
    /** Used, but half or less as much as before. */
    FADING,
    /** Used for the first time ever. */
    NEW,
    /** No longer used, after at least ten events in as long a period before. */
    STOPPED,
    /** Used earlier, but not in the period. */
    UNUSED,
    NEVER_USED,
    /** Used above the client's tier, as in a trial. */
    NOT_AVAILABLE
}
