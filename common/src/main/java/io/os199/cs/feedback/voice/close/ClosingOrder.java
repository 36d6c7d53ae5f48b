package io.os199.cs.feedback.voice.close;

import io.os199.cs.feedback.model.LoopOutcome;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which feedback is closed, and how. All that the ids name together.
 *
 * @param insightId all feedback that it rests on
 * @param roadmapItemId all feedback behind it
 * @param message to whoever said it; absent: nobody is written to
 */
public record ClosingOrder(
        List<String> feedbackIds,
        @Nullable String insightId,
        @Nullable String roadmapItemId,
        LoopOutcome outcome,
        @Nullable String message) {
    public ClosingOrder {
        feedbackIds = List.copyOf(feedbackIds);
    }
}
