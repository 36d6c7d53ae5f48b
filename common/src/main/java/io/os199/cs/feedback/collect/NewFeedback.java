package io.os199.cs.feedback.collect;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackSource;
import io.os199.cs.feedback.model.FeedbackType;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A piece of feedback to store.
 *
 * @param score the score of a survey, within its scale
 * @param tags as they were sent; one that is a feature's key links to that feature
 * @param sourceRef the reference by which it can be sent again without being stored twice
 * @param language the language that the caller states
 */
public record NewFeedback(
        String clientId,
        FeedbackType type,
        @Nullable Integer score,
        @Nullable String surveyId,
        FeedbackSource source,
        @Nullable String contactEmail,
        @Nullable String submitterName,
        @Nullable String title,
        @Nullable String contentText,
        @Nullable FeedbackCategory category,
        @Nullable String subcategory,
        List<String> tags,
        Severity priority,
        @Nullable String sourceRef,
        @Nullable String language,
        Instant receivedAt) {
    public NewFeedback {
        tags = List.copyOf(tags);
    }

    boolean hasText() {
        return title != null || contentText != null;
    }

    /** Returns the words as they are stored with a survey answer. */
    @Nullable String reason() {
        return contentText == null ? title : contentText;
    }
}
