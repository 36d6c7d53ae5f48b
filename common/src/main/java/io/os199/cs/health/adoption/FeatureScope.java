package io.os199.cs.health.adoption;

/** Some of the features. */
public enum FeatureScope {
    INTEGRATION,
    NOT_CORE
}
