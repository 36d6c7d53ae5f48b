package io.os199.cs.feedback.voice.close;

import io.os199.cs.feedback.model.LoopOutcome;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The feedback to close, and how: all items that the ids name together.
 *
 * @param insightId an insight, for all feedback on which it rests
 * @param roadmapItemId a roadmap item, for all feedback behind it
 * @param message the message to those who gave the feedback; absent: nobody is written to
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
