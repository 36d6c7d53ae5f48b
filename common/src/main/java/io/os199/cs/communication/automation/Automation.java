package io.os199.cs.communication.automation;

import io.os199.cs.communication.model.AutomationStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An automation as stored.
 *
 * @param maxRunsPerDay over all clients, after which it stops and waits for a person
 * @param activatedAt nothing before this time triggers it; absent when it never was active
 * @param lastError why the last evaluation failed
 */
public record Automation(
        String automationId,
        AutomationSettings settings,
        int maxRunsPerDay,
        AutomationStatus status,
        @Nullable Instant activatedAt,
        @Nullable Instant lastEvaluatedAt,
        @Nullable String lastError,
        int version) {}
