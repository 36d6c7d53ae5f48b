package io.os199.cs.core.model;

/** The product tier, lowest first: what is available at one is available at all after it. */
public enum Tier {
    STARTER,
    STANDARD,
    PROFESSIONAL,
    ENTERPRISE
}
