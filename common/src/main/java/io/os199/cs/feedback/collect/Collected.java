package io.os199.cs.feedback.collect;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.FeedbackRouting;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.text.Mood;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stored feedback, with what relates to it.
 *
 * @param feedbackId absent for an answer to a survey without words, like the status
 * @param responseId present for an answer to a survey
 * @param mood absent where there are no words
 * @param phrases the longest first
 * @param repeats open feedback of the client that says the same
 * @param demand other requests for the same
 * @param told whether it was stored before
 */
public record Collected(
        @Nullable String feedbackId,
        @Nullable String responseId,
        FeedbackType type,
        @Nullable FeedbackStatus status,
        @Nullable Integer score,
        Severity priority,
        Instant receivedAt,
        @Nullable Mood mood,
        List<String> phrases,
        List<TaggedFeature> features,
        FeedbackRouting routing,
        List<Repeat> repeats,
        Optional<Demand> demand,
        Told told) {
    public Collected {
        phrases = List.copyOf(phrases);
        features = List.copyOf(features);
        repeats = List.copyOf(repeats);
    }

    /** Whether the source has reported the feedback before; what it reports differently later is not stored. */
    public enum Told {
        FIRST,
        AGAIN,
        OTHERWISE
    }

    /** Whether it was stored before. */
    public boolean isDuplicate() {
        return told != Told.FIRST;
    }

    /** A feature that a tag names. */
    public record TaggedFeature(String featureKey, String name) {}

    /** Open feedback with a similar title. */
    public record Repeat(String feedbackId, String title, Instant receivedAt, double similarity) {}

    /**
     * Open requests of the portfolio for one thing, including this one.
     *
     * @param key the feature's key, or the phrase, which is in customers' words
     * @param feedbackIds the newest first, at most ten
     */
    public record Demand(boolean isFeature, String key, int count, List<String> feedbackIds) {
        public Demand {
            feedbackIds = List.copyOf(feedbackIds);
        }
    }
}
