package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A campaign of a list, with the step that is due first.
 *
 * @param position where a next page would begin
 */
public record ListedCampaign(
        String campaignId,
        String clientId,
        String clientName,
        CampaignKind kind,
        String campaignType,
        int playbookVersion,
        InterventionLevel interventionLevel,
        CampaignStatus status,
        @Nullable String owner,
        @Nullable String goal,
        @Nullable BigDecimal targetHealthScore,
        boolean sendEmails,
        LocalDate startedOn,
        LocalDate endsOn,
        @Nullable LocalDate closedOn,
        @Nullable Outcome outcome,
        @Nullable Boolean retained,
        @Nullable String automationId,
        int version,
        int stepCount,
        int finishedCount,
        int overdueCount,
        @Nullable Integer nextStepNo,
        @Nullable String nextTitle,
        @Nullable Channel nextChannel,
        @Nullable LocalDate nextDue,
        @Nullable String nextOwner,
        String position) {}
