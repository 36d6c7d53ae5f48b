package io.os199.cs.feedback.analysis;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.FeedbackCategory;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.FeedbackType;
import io.os199.cs.feedback.sentiment.SentimentScorer.Label;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What customers said in a period, and how they felt. Figures that no items can be computed from are absent.
 *
 * @param previous the same for as many days before
 * @param change the change of the mean
 */
public record SentimentReport(
        @Nullable String clientId,
        @Nullable String clientName,
        Period period,
        Counts counts,
        @Nullable Feeling sentiment,
        @Nullable Feeling previous,
        @Nullable BigDecimal change,
        @Nullable SentimentTrend trend,
        @Nullable Themes themes,
        @Nullable List<CriticalIssue> criticalIssues,
        @Nullable Surveys surveys,
        @Nullable List<Segment> bySegment,
        @Nullable Items items,
        List<Recommendation> recommendations,
        Evidence evidence,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated) {

    /**
     * Whole days in UTC.
     *
     * @param periodEnd the day after the last
     */
    public record Period(LocalDate periodStart, LocalDate periodEnd) {}

    /**
     * The amounts of what was said.
     *
     * @param noSignalCount the scored items that have no word with a leaning
     */
    public record Counts(
            int itemCount,
            int scoredCount,
            int unscoredCount,
            List<Unscored> unscoredReasons,
            int noSignalCount,
            int clientCount,
            List<Count> byType,
            List<Count> byCategory,
            List<Count> byPriority) {}

    /** The number of items that were not scored for one reason. */
    public record Unscored(String reason, int count) {}

    /** The number of items of one kind; the key is {@code none} where the kind is not given. */
    public record Count(String key, int count) {}

    /**
     * How customers felt, from −1 to 1. Mean and rates are absent below 5 scored items.
     *
     * @param intervalLow the lower bound of the mean's 95 % interval
     */
    public record Feeling(
            int n,
            @Nullable BigDecimal meanSentiment,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable String intervalMethod,
            @Nullable Label overall,
            Share positiveRate,
            Share neutralRate,
            Share negativeRate,
            Bands scoreBands,
            @Nullable Boolean smallSample) {}

    /** {@code count} of {@code n}. */
    public record Share(
            int count,
            int n,
            @Nullable BigDecimal rate,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable String intervalMethod) {}

    /** The number of items in each score band; the bounds are −0.60, −0.05, 0.05 and 0.60. */
    public record Bands(
            int veryNegative, int negative, int neutral, int positive, int veryPositive) {}

    /**
     * The topics that several items share.
     *
     * @param emerging the ids of the themes that are mentioned much more than before; each also appears in one of the
     *     other lists
     */
    public record Themes(
            List<Theme> positive,
            List<Theme> negative,
            List<Theme> mixed,
            @Nullable List<String> emerging) {}

    /**
     * A phrase that customers use, and what stands behind it.
     *
     * @param mentions the number of items, not of occurrences
     * @param arrAmount the ARR of the clients that mention it
     * @param quoteText words of the item that says it most clearly
     * @param feedbackIds the newest ten
     */
    public record Theme(
            boolean untrusted,
            String themeId,
            @Personal(Personal.Kind.TEXT) String phraseText,
            int mentions,
            int clientCount,
            BigDecimal meanSentiment,
            @Nullable Integer previousMentions,
            BigDecimal arrAmount,
            @Nullable FeedbackCategory categoryMain,
            @Nullable @Personal(Personal.Kind.TEXT) String quoteText,
            @Nullable Boolean truncated,
            List<String> feedbackIds) {}

    /**
     * A negative theme that needs attention.
     *
     * @param phraseText absent in reports that were stored without it
     */
    public record CriticalIssue(
            boolean untrusted,
            String themeId,
            @Nullable @Personal(Personal.Kind.TEXT) String phraseText,
            IssueSeverity severity,
            int mentions,
            int clientCount,
            BigDecimal arrAmount,
            String because) {}

    /** The urgency of an issue. */
    public enum IssueSeverity {
        HIGH,
        MEDIUM
    }

    /** What the surveys of the scope and period say, regardless of the items that are looked at. */
    public record Surveys(Measure nps, Measure csatRate, Measure cesMean) {}

    /** A figure of a sample. */
    public record Measure(
            int n,
            @Nullable BigDecimal value,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh,
            @Nullable String intervalMethod,
            @Nullable Boolean smallSample) {}

    /** The scored items of the clients of a tier. */
    public record Segment(String key, int n, @Nullable BigDecimal meanSentiment) {}

    /** The items themselves, the newest first. */
    public record Items(List<Item> items, long totalCount, @Nullable String nextCursor) {}

    /**
     * One item.
     *
     * @param feedbackId the id, for feedback
     * @param responseId the id, for the reason of a survey answer, which has no priority and no status
     */
    public record Item(
            boolean untrusted,
            @Nullable String feedbackId,
            @Nullable String responseId,
            String clientId,
            String clientName,
            FeedbackType feedbackType,
            Instant receivedAt,
            @Nullable FeedbackStatus status,
            @Nullable Severity priority,
            @Nullable FeedbackCategory category,
            @Nullable Label sentimentLabel,
            @Nullable BigDecimal sentimentScore,
            @Nullable BigDecimal confidence,
            @Nullable @Personal(Personal.Kind.EMAIL) String contactEmail,
            @Nullable @Personal(Personal.Kind.TEXT) String titleText,
            @Nullable @Personal(Personal.Kind.TEXT) String contentText,
            @Nullable Boolean truncated) {}

    /**
     * What the answer was computed from.
     *
     * @param attributes whether the clients' attributes are those of that time or {@code current}
     */
    public record Evidence(
            LocalDate asOf,
            @Nullable Period previousPeriod,
            List<Method> methods,
            String phrases,
            int feedbackCount,
            int surveyReasonCount,
            int overdueFollowUpCount,
            @Nullable BigDecimal scopeArrAmount,
            String attributes,
            Instant computedAt) {}

    /** The number of items that one version of a method scored. */
    public record Method(String method, int count) {}
}
