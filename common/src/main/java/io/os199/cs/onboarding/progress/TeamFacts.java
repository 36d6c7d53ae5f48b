package io.os199.cs.onboarding.progress;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What the people in a plan have done since its start, and the known circumstances. */
public record TeamFacts(
        Training training,
        Usage usage,
        Tickets tickets,
        Touchpoints touchpoints,
        Csat csat,
        Peers peers,
        List<Alert> alerts) {
    /** Training since the start. */
    public record Training(
            int invitedCount,
            int startedCount,
            int certifiedCount,
            @Nullable Double meanBestScoreRate,
            int sessionsDelivered,
            int sessionsScheduled) {}

    /** Usage since the start. */
    public record Usage(
            int weekUserCount,
            double minuteCount,
            boolean hasUsage,
            int coreAdoptedCount,
            int coreAvailableCount) {}

    /** Tickets since the start. */
    public record Tickets(int openedCount, int resolvedCount) {}

    /** Contacts since the start. */
    public record Touchpoints(
            List<OfKind> byKind,
            @Nullable LocalDate lastOutboundOn,
            @Nullable LocalDate lastOn,
            @Nullable Double medianReplyHours,
            int replyCount,
            int reviewsScheduled) {}

    /** The number of contacts of a kind. */
    public record OfKind(String kind, int touchpointCount) {}

    /** CSAT answers since the start, the latest of each person. */
    public record Csat(int answerCount, @Nullable Double mean) {}

    /** Other plans of the tier that were completed in the year before. */
    public record Peers(int onTimeCount, int planCount) {}

    /** An open task created by onboarding. */
    public record Alert(
            String taskId,
            @Personal(Personal.Kind.TEXT) String title,
            LocalDate dueOn,
            Instant since) {}

    /** Reads the facts of a plan up to the end of a day. */
    public static TeamFacts of(Transaction tx, TrackedPlan plan, LocalDate asOf) {
        return Json.read(
                tx.dao(ProgressDao.class)
                        .team(
                                plan.clientId(),
                                plan.planId(),
                                plan.productTier(),
                                plan.startDate(),
                                asOf),
                TeamFacts.class);
    }
}
