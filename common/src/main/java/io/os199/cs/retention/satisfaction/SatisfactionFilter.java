package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/** The clients to look at; every given condition has to hold. */
public record SatisfactionFilter(
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId) {}
