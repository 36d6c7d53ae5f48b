package io.os199.cs.retention.risk;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

/** A sign of risk that stands for a client: {@code indicatorKey} as it is stored. */
public record StandingSign(
        String indicatorKey,
        Severity severity,
        @Nullable Double value,
        @Nullable Double threshold) {}
