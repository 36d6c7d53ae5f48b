package io.os199.cs.feedback.voice.roadmap;

import io.os199.cs.feedback.model.RoadmapStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A roadmap item after a change.
 *
 * @param feedbackMovedCount linked feedback that moved forward with it
 * @param suggestedLinks feature requests that are linked to no item and seem to ask for the same, the most similar
 *     first
 */
public record RoadmapUpdate(
        Item item,
        int feedbackMovedCount,
        int feedbackLinkedCount,
        List<Suggested> suggestedLinks) {
    /**
     * The item; counts are of the links.
     *
     * @param arrAmount the ARR of the clients behind it
     * @param publishedAt absent where customers do not see it
     */
    public record Item(
            String roadmapItemId,
            int version,
            String title,
            @Nullable String description,
            RoadmapStatus status,
            @Nullable String targetPeriod,
            int feedbackCount,
            int clientCount,
            BigDecimal arrAmount,
            @Nullable LocalDate shippedOn,
            @Nullable Instant publishedAt) {}

    /** Feedback that may belong to it. */
    public record Suggested(String feedbackId, BigDecimal similarityRate) {}
}
