package io.os199.cs.communication.advocacy;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

/** The clients among which candidates are searched; null is any. */
public record CandidateFilter(
        @Nullable String clientId, @Nullable String industry, @Nullable Tier clientTier) {}
