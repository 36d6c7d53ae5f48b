package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.retention.churn.Calibration;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A renewal with what is known of its contract and client.
 *
 * @param owner of the renewal, else of the client
 * @param probability that the client stays, were the renewal within 90 days; absent where too little is known
 * @param lastContactOn the latest touch that went both ways
 * @param openExpansionAmount what open opportunities and findings that are none yet would add
 */
public record ListedRenewal(
        String clientId,
        String clientName,
        String contractId,
        LocalDate renewalDate,
        RenewalStage stage,
        Instant stageChangedAt,
        BigDecimal currentArr,
        @Nullable BigDecimal proposedArr,
        @Nullable BigDecimal outcomeArr,
        @Nullable String owner,
        @Nullable LocalDate nextContactOn,
        @Nullable LocalDate closedOn,
        @Nullable LocalDate pendingLossOn,
        @Nullable String lostReason,
        @Nullable String newContractId,
        int version,
        LocalDate startDate,
        @Nullable LocalDate endDate,
        boolean autoRenew,
        int noticePeriodDays,
        PaymentStatus paymentStatus,
        @Nullable BigDecimal healthScore,
        @Nullable Double probability,
        @Nullable Integer modelVersion,
        @Nullable Calibration calibration,
        @Nullable LocalDate predictedOn,
        @Nullable LocalDate lastContactOn,
        BigDecimal openExpansionAmount) {

    /** How likely it is renewed, in words. */
    public RenewalRisk risk() {
        return RenewalRisk.of(probability);
    }

    /** The last day to end a contract that renews itself; absent for others. */
    public @Nullable LocalDate noticeDeadline() {
        return autoRenew ? renewalDate.minusDays(noticePeriodDays) : null;
    }

    /** Whether it renews itself, and nobody can stop that any more. */
    public boolean isLocked(LocalDate today) {
        LocalDate deadline = noticeDeadline();
        return stage.isOpen() && deadline != null && deadline.isBefore(today);
    }

    /** Days from {@code today}; negative once it is past. */
    public int renewalInDays(LocalDate today) {
        return (int) ChronoUnit.DAYS.between(today, renewalDate);
    }

    /** Whether its day is past and nothing is decided. */
    public boolean isOverdue(LocalDate today) {
        return stage.isOpen() && renewalDate.isBefore(today);
    }

    /** The days of the term, the last included; absent for a contract without an end. */
    public @Nullable Integer termDays() {
        return endDate == null ? null : (int) ChronoUnit.DAYS.between(startDate, endDate) + 1;
    }
}
