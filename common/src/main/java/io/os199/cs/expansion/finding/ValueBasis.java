package io.os199.cs.expansion.finding;

/** By what a finding is valued: the price list, or what the contract says. */
public enum ValueBasis {
    LIST_PRICE,
    CONTRACT_RATE
}
