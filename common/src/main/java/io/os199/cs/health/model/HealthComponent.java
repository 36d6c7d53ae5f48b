package io.os199.cs.health.model;

/** The components of a health score, in the order in which answers show them. */
public enum HealthComponent {
    USAGE,
    ENGAGEMENT,
    SUPPORT,
    SATISFACTION,
    PAYMENT
}
