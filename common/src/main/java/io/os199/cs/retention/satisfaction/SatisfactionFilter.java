package io.os199.cs.retention.satisfaction;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/** Whose customers are looked at; all that is given has to hold. */
public record SatisfactionFilter(
        @Nullable String clientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId) {}
