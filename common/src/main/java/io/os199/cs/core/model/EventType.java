package io.os199.cs.core.model;

import com.fasterxml.jackson.annotation.JsonAlias;

/** The subject of a timeline event. */
public enum EventType {
    REGISTRATION,
    PROFILE,
    HEALTH,
    LIFECYCLE,
    ONBOARDING,
    TRAINING,
    COMMUNICATION,
    SUPPORT,
    FEEDBACK,
    SURVEY,
    RENEWAL,
    CONTRACT,
    EXPANSION,
    RISK,
    ESCALATION,
    ADVOCACY,
    REVIEW,
    @JsonAlias("product")
    USAGE,
    NOTE
}
