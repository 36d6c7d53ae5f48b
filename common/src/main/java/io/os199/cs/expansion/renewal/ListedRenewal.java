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
 * A renewal with what is known about its contract and client.
 *
 * @param owner the owner of the renewal, otherwise of the client
 * @param probability the probability that the client would stay if the renewal were within 90 days; absent where too
 *     little is known
 * @param lastContactOn the day of the latest two-way touch
 * @param openExpansionAmount what open opportunities, and findings that are not opportunities yet, would add
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

    /** How likely the renewal is, in words. */
    public RenewalRisk risk() {
        return RenewalRisk.of(probability);
    }

    /** The last day on which a contract that renews automatically can be terminated; absent for other contracts. */
    public @Nullable LocalDate noticeDeadline() {
        return autoRenew ? renewalDate.minusDays(noticePeriodDays) : null;
    }

    /** Whether it renews automatically and can no longer be stopped. */
    public boolean isLocked(LocalDate today) {
        LocalDate deadline = noticeDeadline();
        return stage.isOpen() && deadline != null && deadline.isBefore(today);
    }

    /** Days from {@code today}; negative once it is past. */
    public int renewalInDays(LocalDate today) {
        return (int) ChronoUnit.DAYS.between(today, renewalDate);
    }

    /** Whether its date has passed without a decision. */
    public boolean isOverdue(LocalDate today) {
        return stage.isOpen() && renewalDate.isBefore(today);
    }

    /** The number of days in the term, including the last; absent for a contract without an end. */
    public @Nullable Integer termDays() {
        return endDate == null ? null : (int) ChronoUnit.DAYS.between(startDate, endDate) + 1;
    }
}
