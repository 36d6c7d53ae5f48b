package io.os199.cs.expansion.finding;

/** The basis of a finding's value: the price list, or what the contract says. */
public enum ValueBasis {
    LIST_PRICE,
    CONTRACT_RATE
}
