package io.os199.cs.core.model;

/** The product tier, lowest first: what is available at one is available at all higher ones. */
public enum Tier {
    STARTER,
    STANDARD,
    PROFESSIONAL,
    ENTERPRISE
}
