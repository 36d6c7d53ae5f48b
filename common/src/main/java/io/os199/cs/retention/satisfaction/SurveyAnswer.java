package io.os199.cs.retention.satisfaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What one person answered to a survey.
 *
 * @param contactEmail absent where nobody is known
 * @param reasonText in the customer's words
 * @param sentiment of the reason, as it was found when it came in
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
