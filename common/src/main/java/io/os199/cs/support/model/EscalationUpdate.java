package io.os199.cs.support.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Something that was said or done about an escalation, or a mark that one of its clocks passed.
 *
 * @param actor a colleague, or the job that watches the clocks
 * @param clock for an entry written by a clock, which clock
 */
public record EscalationUpdate(
        int updateNo,
        Instant at,
        String actor,
        UpdateKind kind,
        @Nullable SlaClock clock,
        @Nullable EscalationStatus fromStatus,
        @Nullable EscalationStatus toStatus,
        @Nullable String bodyText) {}
