package io.os199.cs.retention.satisfaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One person's answer to a survey.
 *
 * @param contactEmail absent where the person is not known
 * @param reasonText the reason in the customer's words
 * @param sentiment the sentiment of the reason, as it was scored when the answer came in
 */
public record SurveyAnswer(
        String clientId,
        String clientName,
        String responseId,
        SurveyKind kind,
        int score,
        Instant respondedAt,
        @Nullable String csm,
        @Nullable String contactEmail,
        @Nullable String reasonText,
        @Nullable String sentiment) {}
