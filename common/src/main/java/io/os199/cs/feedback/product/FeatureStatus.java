package io.os199.cs.feedback.product;

/** What became of a feature in a period. */
public enum FeatureStatus {
    USED,
    /** Used, and half or less of what it was. */
    FADING,
    /** Used for the first time ever. */
    NEW,
    /** No longer used, after at least ten events in as long a period before. */
    STOPPED,
    /** Used some time, and not in the period. */
    UNUSED,
    NEVER_USED,
    /** Used above the client's tier, as in a trial. */
    NOT_AVAILABLE
}
