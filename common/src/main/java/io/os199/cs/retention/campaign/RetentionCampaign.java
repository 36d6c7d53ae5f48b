package io.os199.cs.retention.campaign;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A campaign for a client.
 *
 * @param campaignType the key of its playbook
 * @param endsOn the day on which its last step is due
 * @param retained whether the client was there 90 days after the end; absent before that
 * @param automationId the automation that started it
 */
public record RetentionCampaign(
        String campaignId,
        String clientId,
        String clientName,
        CampaignKind kind,
        String campaignType,
        int playbookVersion,
        InterventionLevel interventionLevel,
        RetentionCampaignStatus status,
        @Nullable String owner,
        @Nullable String goal,
        @Nullable BigDecimal targetHealthScore,
        boolean sendEmails,
        LocalDate startedOn,
        LocalDate endsOn,
        @Nullable LocalDate closedOn,
        @Nullable CampaignOutcome outcome,
        @Nullable String resultText,
        @Nullable Boolean retained,
        @Nullable String automationId,
        int version) {}
