package io.os199.cs.feedback.model;

import io.os199.cs.core.model.Severity;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The team that gets the feedback, and the day by which somebody has to be in touch.
 *
 * @param followUpBy absent where no follow-up is needed
 */
public record FeedbackRouting(
        AssignedTeam assignedTeam, @Nullable LocalDate followUpBy, boolean escalates) {
    private static final double SURE = 0.30;
    private static final double VERY_NEGATIVE = -0.60;

    /**
     * The sentiment of a text.
     *
     * @param score −1…1
     */
    public record Leaning(double score, double confidence, boolean isNegative) {}

    /**
     * Decides from what is known.
     *
     * @param score the score of a survey
     * @param leaning absent where there is no text that could be scored
     */
    public static FeedbackRouting of(
            FeedbackType type,
            @Nullable FeedbackCategory category,
            Severity priority,
            @Nullable Integer score,
            @Nullable Leaning leaning,
            LocalDate receivedOn) {
        boolean isUrgent = priority == Severity.CRITICAL || priority == Severity.HIGH;
        boolean isUnhappy = leaning != null && leaning.isNegative() && leaning.confidence() >= SURE;
        boolean isReport = type == FeedbackType.BUG_REPORT || type == FeedbackType.FEATURE_REQUEST;
        boolean isLow = score != null && score <= type.scale().orElseThrow().low();
        return new FeedbackRouting(
                AssignedTeam.of(type, category, priority),
                isUnhappy || isUrgent || isReport || isLow
                        ? receivedOn.plusDays(days(priority))
                        : null,
                escalates(priority, leaning == null ? null : leaning.score()));
    }

    /** Whether somebody should escalate it; nothing is escalated automatically. */
    public static boolean escalates(Severity priority, @Nullable Double sentimentScore) {
        return priority == Severity.CRITICAL
                || (priority == Severity.HIGH
                        && sentimentScore != null
                        && sentimentScore <= VERY_NEGATIVE);
    }

    private static int days(Severity priority) {
        return switch (priority) {
            case CRITICAL -> 1;
            case HIGH -> 3;
            case MEDIUM -> 7;
            case LOW -> 14;
        };
    }
}
