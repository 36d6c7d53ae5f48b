package io.os199.cs.retention.facts;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;

/**
 * The features of a client on a day.
 *
 * @param renewalDate the next renewal of the contracts in force or of those that lapsed in the last 60 days
 * @param termDays the term of the base contract
 */
public record ClientChurnFeatures(
        String clientId,
        LocalDate asOf,
        int tenureDays,
        @Nullable LocalDate renewalDate,
        @Nullable Integer termDays,
        @Nullable Double usageScore,
        @Nullable Double engagementScore,
        @Nullable Double supportScore,
        @Nullable Double satisfactionScore,
        @Nullable Double usageTrendLog,
        @Nullable Double seatUtilizationRate,
        @Nullable Double tenureLog,
        @Nullable Double renewalInHorizon,
        @Nullable Double autoRenew,
        @Nullable Double urgentTicketsLog,
        @Nullable Double agedTicketsLog,
        @Nullable Double escalationLoadLog,
        @Nullable Double paymentState,
        @Nullable Double championLeft,
        @Nullable Double contraction12m) {

    public ChurnFacts toFacts() {
        return ChurnFacts.unknown(clientId, asOf)
                .with(ChurnFeature.USAGE_SCORE, usageScore)
                .with(ChurnFeature.ENGAGEMENT_SCORE, engagementScore)
                .with(ChurnFeature.SUPPORT_SCORE, supportScore)
                .with(ChurnFeature.SATISFACTION_SCORE, satisfactionScore)
                .with(ChurnFeature.USAGE_TREND_LOG, usageTrendLog)
                .with(ChurnFeature.SEAT_UTILIZATION_RATE, seatUtilizationRate)
                .with(ChurnFeature.TENURE_LOG, tenureLog)
                .with(ChurnFeature.RENEWAL_IN_HORIZON, renewalInHorizon)
                .with(ChurnFeature.AUTO_RENEW, autoRenew)
                .with(ChurnFeature.URGENT_TICKETS_LOG, urgentTicketsLog)
                .with(ChurnFeature.AGED_TICKETS_LOG, agedTicketsLog)
                .with(ChurnFeature.ESCALATION_LOAD_LOG, escalationLoadLog)
                .with(ChurnFeature.PAYMENT_STATE, paymentState)
                .with(ChurnFeature.CHAMPION_LEFT, championLeft)
                .with(ChurnFeature.CONTRACTION_12M, contraction12m);
    }
}
