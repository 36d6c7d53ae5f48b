package io.os199.cs.health.model;

/** What a health score is made of, in the order in which answers show it. */
public enum HealthComponent {
    USAGE,
    ENGAGEMENT,
    SUPPORT,
    SATISFACTION,
    PAYMENT
}
