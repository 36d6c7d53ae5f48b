package io.os199.cs.expansion.lifetime;

/** Where an assumption comes from: the call, the deployment's economics, or a default. */
public enum AssumptionBasis {
    ARGUMENT,
    ECONOMICS,
    DEFAULT
}
