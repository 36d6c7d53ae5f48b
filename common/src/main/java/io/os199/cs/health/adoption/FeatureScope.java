package io.os199.cs.health.adoption;

/** A subset of the features. */
public enum FeatureScope {
    INTEGRATION,
    NOT_CORE
}
