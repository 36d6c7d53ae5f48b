package io.os199.cs.feedback.insight;

import io.os199.cs.communication.mail.StaffMails.Sent;
import io.os199.cs.core.model.Severity;
import io.os199.cs.feedback.model.InsightStatus;
import io.os199.cs.feedback.model.InsightType;
import io.os199.cs.feedback.model.InsightValue;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * An insight after a call, with its evidence.
 *
 * @param similar other insights on the same items or with a similar title, those with the most items in common first
 * @param letter the mail to recipients; absent where there is none
 * @param sent one mail each, in the order of recipients
 * @param movedCount items of feedback whose status moved forward with it
 */
public record SharedInsight(
        Stored stored,
        InsightEvidence evidence,
        InsightValue value,
        List<Similar> similar,
        int similarCount,
        @Nullable InsightLetter letter,
        List<Sent> sent,
        int movedCount) {
    public SharedInsight {
        similar = List.copyOf(similar);
        sent = List.copyOf(sent);
    }

    /** An insight as it is stored. */
    public record Stored(
            String insightId,
            int version,
            InsightStatus status,
            InsightType insightType,
            String title,
            Severity priority,
            @Nullable LocalDate dueDate) {}

    /** Another insight that may be the same. */
    public record Similar(
            String insightId,
            String title,
            int sharedFeedbackCount,
            InsightStatus status,
            int version,
            @Nullable Instant deliveredAt,
            int total) {}
}
