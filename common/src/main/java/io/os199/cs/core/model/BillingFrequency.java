package io.os199.cs.core.model;

/** How often a contract is billed. */
public enum BillingFrequency {
    MONTHLY,
    QUARTERLY,
    ANNUAL,
    MULTI_YEAR
}
