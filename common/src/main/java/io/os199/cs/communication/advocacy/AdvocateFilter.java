package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/** Which advocates are listed; null is any. The industry counts whatever its case. */
public record AdvocateFilter(
        @Nullable String clientId,
        @Nullable AdvocateTier tier,
        @Nullable AdvocateStatus status,
        @Nullable Boolean availableForReference,
        @Nullable String industry,
        @Nullable Tier clientTier) {}
