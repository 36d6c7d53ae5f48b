package io.os199.cs.communication.model;

/** What a task came from; {@code MANUAL} means a colleague. */
public enum TaskSource {
    ONBOARDING,
    AUTOMATION,
    CAMPAIGN,
    REVIEW,
    SUPPORT,
    MANUAL
}
