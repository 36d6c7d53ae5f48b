package io.os199.cs.feedback.voice.loop;

import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.model.AssignedTeam;
import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.Wait;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The open feedback loops, and how fast the others were closed.
 *
 * @param openItems all loops that were received before the end of the period and are open, the longest overdue first
 * @param insights the insights that are neither shipped nor declined, the oldest first
 */
public record LoopReport(
        @Nullable String clientId,
        @Nullable String clientName,
        Period period,
        LoopMetrics metrics,
        List<OpenLoop> openItems,
        long totalCount,
        @Nullable String nextCursor,
        List<OpenInsight> insights,
        LoopEvidence evidence,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated) {

    /**
     * Figures of the loops received in the period; late loops are counted whenever they were received.
     *
     * @param earlierOpenCount open loops received before the period
     * @param withinTargetRate the share closed within the target among those closed or past their day
     */
    public record LoopMetrics(
            int receivedCount,
            int closedCount,
            int openCount,
            int earlierOpenCount,
            Rate closureRate,
            Wait medianDaysToClose,
            Rate withinTargetRate,
            int overdueCount,
            int overdueFollowUpCount,
            List<LoopPart> byPriority,
            List<LoopPart> byTeam,
            List<LoopPart> byStatus) {}

    /** Loops with a common value; received and closed are those of the period, overdue those of all. */
    public record LoopPart(String key, int receivedCount, int closedCount, int overdueCount) {}

    /**
     * Feedback whose loop is open.
     *
     * @param status absent where it was closed since {@code asOf}
     * @param dueOn the day by which the customer should know what was done
     */
    public record OpenLoop(
            boolean untrusted,
            String feedbackId,
            String clientId,
            String clientName,
            @Nullable @Personal(Personal.Kind.TEXT) String titleText,
            @Nullable @Personal(Personal.Kind.EMAIL) String contactEmail,
            Severity priority,
            @Nullable FeedbackStatus status,
            int ageDays,
            LocalDate dueOn,
            boolean overdue,
            AssignedTeam assignedTeam,
            @Nullable LocalDate followUpBy,
            List<String> insightIds) {}

    /** An insight without a final decision by product. */
    public record OpenInsight(
            String insightId, String title, String status, int ageDays, int feedbackCount) {}

    /**
     * The data from which the answer was computed.
     *
     * @param statuses the statuses of feedback, which are the present ones whatever {@code asOf} is
     * @param undatedCount loops received that were closed on an unknown day
     */
    public record LoopEvidence(
            LocalDate asOf,
            String statuses,
            int undatedCount,
            String targets,
            Instant computedAt) {}
}
