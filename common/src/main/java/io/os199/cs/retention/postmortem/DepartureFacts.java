package io.os199.cs.retention.postmortem;

import io.os199.cs.core.model.Severity;
import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.churn.Contribution;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The stored facts about a client that left, up to the day, as {@code PostmortemDao/facts.sql} returns them.
 *
 * @param churnedOn its first day without the product
 * @param arrLostAmount the ARR on the day before
 * @param lifetimeRevenueAmount Σ over its days of ARR ÷ 365
 * @param hasReturned whether it came back later
 * @param hasLaterActivity whether there was any use or contact after the day
 * @param recordedFrom the first day for which a run has stored predictions or signs; absent where none ever did
 * @param touches the contacts in the lookback, in their order
 * @param reviewedOn the days of completed executive reviews
 * @param lateTicket the first urgent ticket that was not resolved in time
 * @param untouchedRenewalOn the date of a renewal that nobody had begun to talk about 60 days before
 * @param episodes the episodes of all signs that were stored
 * @param firstAlarm the first prediction that was high
 * @param lastPrediction the newest prediction of the 90 days before
 * @param samples the samples at steps of 30 days back from the day, the earliest first
 */
public record DepartureFacts(
        String clientId,
        String clientName,
        Tier tier,
        LocalDate churnedOn,
        LocalDate startedOn,
        String reason,
        @Nullable ChurnReason reasonCode,
        List<ChurnReason> secondaryReasons,
        @Nullable String competitor,
        List<String> lessons,
        @Nullable String exitInterview,
        int version,
        BigDecimal arrLostAmount,
        BigDecimal lifetimeRevenueAmount,
        boolean hasReturned,
        boolean hasLaterActivity,
        @Nullable LocalDate recordedFrom,
        List<Touch> touches,
        List<LocalDate> reviewedOn,
        List<Campaign> campaigns,
        int escalationCount,
        @Nullable LateTicket lateTicket,
        @Nullable LocalDate untouchedRenewalOn,
        List<StoredEpisode> episodes,
        @Nullable Alarm firstAlarm,
        @Nullable LastPrediction lastPrediction,
        List<Sample> samples) {

    /** A contact with the client. */
    public record Touch(LocalDate happenedOn, boolean isOutreach, boolean isTwoWay) {}

    /** An urgent ticket and the day on which it should have been resolved. */
    public record LateTicket(String ticketId, LocalDate dueOn) {}

    /** A sign as runs stored it. */
    public record StoredEpisode(
            String indicatorKey,
            Severity severity,
            LocalDate openedOn,
            @Nullable LocalDate resolvedOn) {}

    /** A prediction that was high. */
    public record Alarm(LocalDate predictedOn, double probability) {}

    /**
     * A sample day before the departure.
     *
     * @param probability the probability that a run had stored, absent where none had
     */
    public record Sample(
            LocalDate day,
            int openTicketCount,
            @Nullable Double probability,
            @Nullable Integer modelVersion) {}

    /** A campaign for the client. */
    public record Campaign(
            String campaignId,
            String campaignType,
            String status,
            LocalDate startedOn,
            @Nullable LocalDate closedOn,
            @Nullable String outcome) {}

    /** The last prediction for the client before it left. */
    public record LastPrediction(
            Instant predictedAt,
            double probability,
            @Nullable Severity riskLevel,
            int modelVersion,
            List<Contribution> contributions) {}
}
