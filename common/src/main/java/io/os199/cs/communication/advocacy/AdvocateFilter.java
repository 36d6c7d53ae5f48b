package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.communication.model.AdvocateTier;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/** The advocates to list; null is any. The industry is compared ignoring case. */
public record AdvocateFilter(
        @Nullable String clientId,
        @Nullable AdvocateTier tier,
        @Nullable AdvocateStatus status,
        @Nullable Boolean availableForReference,
        @Nullable String industry,
        @Nullable Tier clientTier) {}
