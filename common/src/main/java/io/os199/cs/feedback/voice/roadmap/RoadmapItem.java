package io.os199.cs.feedback.voice.roadmap;

import io.os199.cs.feedback.model.RoadmapStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/** A roadmap item as it is stored. */
public record RoadmapItem(
        String itemId,
        String title,
        @Nullable String description,
        RoadmapStatus status,
        @Nullable String targetPeriod,
        @Nullable Instant publishedAt,
        @Nullable LocalDate shippedOn,
        int version) {}
