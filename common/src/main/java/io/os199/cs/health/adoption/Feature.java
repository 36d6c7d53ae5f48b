package io.os199.cs.health.adoption;

import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/** A feature of the catalog. */
public record Feature(
        String featureKey,
        String name,
        String category,
        boolean isCore,
        Tier minTier,
        @Nullable LocalDate releasedOn) {}
