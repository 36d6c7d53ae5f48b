package io.os199.cs.api.tools.core;

/** What an overview may be asked for. */
enum OverviewSection {
    HEALTH,
    ONBOARDING,
    ENGAGEMENT,
    SUPPORT,
    USAGE,
    REVENUE,
    COMMUNICATION,
    RISKS,
    OPPORTUNITIES,
    TASKS,
    ACTIVITY
}
