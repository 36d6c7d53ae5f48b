package io.os199.cs.communication.model;

/** What the people of a client do, or do not do. */
public enum ClientBehavior {
    /** Nobody has used the product for that many days. */
    INACTIVE,
    /** Somebody uses the product, but nobody has used the feature for that many days. */
    FEATURE_UNUSED,
    /** The feature is used for the first time. */
    FEATURE_FIRST_USED;

    public boolean isOfFeature() {
        return this != INACTIVE;
    }

    public boolean lasts() {
        return this != FEATURE_FIRST_USED;
    }
}
