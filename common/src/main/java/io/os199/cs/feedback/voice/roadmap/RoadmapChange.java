package io.os199.cs.feedback.voice.roadmap;

import io.os199.cs.feedback.model.RoadmapStatus;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A change to an item; what is absent stays as it is.
 *
 * @param itemId absent: a new item
 * @param version the version that the caller saw
 * @param publish whether customers see it in their portals
 * @param feedbackIds the feedback to link to it
 */
public record RoadmapChange(
        @Nullable String itemId,
        @Nullable Integer version,
        @Nullable String title,
        @Nullable String description,
        @Nullable RoadmapStatus status,
        @Nullable String targetPeriod,
        @Nullable Boolean publish,
        List<String> feedbackIds) {
    public RoadmapChange {
        feedbackIds = List.copyOf(feedbackIds);
    }
}
