package io.os199.cs.api.tools.expansion;

import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.expansion.renewal.ListedRenewal;
import io.os199.cs.expansion.renewal.Reminder;
import io.os199.cs.expansion.renewal.RenewalAttention;
import io.os199.cs.expansion.renewal.RenewalContact;
import io.os199.cs.expansion.renewal.RenewalRisk;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.churn.Calibration;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A renewal as it is shown.
 *
 * @param renewalInDays negative once it is past
 * @param termDays days of the contract, the last included
 * @param noticeDeadline the last day to end a contract that renews automatically
 * @param autoRenewLocked whether that day is past and the contract renews automatically
 * @param renewalProbability from the churn model; absent where too little is known
 * @param openExpansionAmount what open opportunities, and findings not yet saved as one, would add
 * @param contacts only for one client: who decides, supports us or pays
 * @param reminders only for one client
 */
public record RenewalItem(
        String clientId,
        String clientName,
        String contractId,
        LocalDate renewalDate,
        int renewalInDays,
        boolean isOverdue,
        BigDecimal currentArrAmount,
        @Nullable BigDecimal proposedArrAmount,
        RenewalStage stage,
        int stageAgeDays,
        @Nullable Integer termDays,
        boolean autoRenew,
        @Nullable LocalDate noticeDeadline,
        @Nullable Integer noticeInDays,
        boolean autoRenewLocked,
        @Nullable BigDecimal renewalProbability,
        RenewalRisk renewalRisk,
        @Nullable ProbabilityBasis probabilityBasis,
        @Nullable BigDecimal healthScore,
        @Nullable String owner,
        @Nullable LocalDate lastContactOn,
        @Nullable LocalDate nextContactOn,
        PaymentStatus paymentStatus,
        BigDecimal openExpansionAmount,
        List<Recommendation> attention,
        int version,
        @Nullable Closed outcome,
        @Nullable List<RenewalContact> contacts,
        @Nullable List<Reminder> reminders) {

    /** The model behind the probability, and the day of its prediction. */
    public record ProbabilityBasis(
            int modelVersion, Calibration calibration, LocalDate predictedOn) {}

    /**
     * The decision on a renewal.
     *
     * @param pendingLossOn the day on which a loss is still to be booked
     */
    public record Closed(
            LocalDate closedOn,
            @Nullable BigDecimal outcomeArrAmount,
            @Nullable String newContractId,
            @Nullable String lostReason,
            @Nullable LocalDate pendingLossOn) {}

    static RenewalItem of(
            ListedRenewal renewal,
            LocalDate today,
            @Nullable List<RenewalContact> contacts,
            @Nullable Map<Integer, Reminder.Status> reminders) {
        LocalDate deadline = renewal.noticeDeadline();
        return new RenewalItem(
                renewal.clientId(),
                renewal.clientName(),
                renewal.contractId(),
                renewal.renewalDate(),
                renewal.renewalInDays(today),
                renewal.isOverdue(today),
                renewal.currentArr(),
                renewal.proposedArr(),
                renewal.stage(),
                days(renewal.stageChangedAt().atZone(ZoneOffset.UTC).toLocalDate(), today),
                renewal.termDays(),
                renewal.autoRenew(),
                deadline,
                deadline == null ? null : days(today, deadline),
                renewal.isLocked(today),
                Rounded.rateOf(renewal.probability()),
                renewal.risk(),
                basis(renewal),
                renewal.healthScore(),
                renewal.owner(),
                renewal.lastContactOn(),
                renewal.nextContactOn(),
                renewal.paymentStatus(),
                Rounded.amount(renewal.openExpansionAmount()),
                RenewalAttention.of(renewal, today),
                renewal.version(),
                closed(renewal),
                contacts,
                reminders == null
                        ? null
                        : Reminder.of(
                                renewal.renewalDate(),
                                renewal.stage(),
                                renewal.autoRenew() ? renewal.noticePeriodDays() : null,
                                reminders,
                                today));
    }

    private static int days(LocalDate from, LocalDate to) {
        return (int) ChronoUnit.DAYS.between(from, to);
    }

    private static @Nullable ProbabilityBasis basis(ListedRenewal renewal) {
        Integer version = renewal.modelVersion();
        Calibration calibration = renewal.calibration();
        LocalDate day = renewal.predictedOn();
        return renewal.probability() == null
                        || version == null
                        || calibration == null
                        || day == null
                ? null
                : new ProbabilityBasis(version, calibration, day);
    }

    private static @Nullable Closed closed(ListedRenewal renewal) {
        LocalDate closed = renewal.closedOn();
        return closed == null
                ? null
                : new Closed(
                        closed,
                        renewal.outcomeArr(),
                        renewal.newContractId(),
                        renewal.lostReason(),
                        renewal.pendingLossOn());
    }
}
