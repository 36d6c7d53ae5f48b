package io.os199.cs.retention.automation;

import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.InterventionLevel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What a rule waits for, of whom, and what it then does.
 *
 * @param holdoutRate share of the clients of which it is only recorded that the rule would have acted
 */
public record AutomationSettings(
        String name,
        Trigger trigger,
        Target target,
        Actions actions,
        int cooldownDays,
        int maxRunsPerDay,
        double holdoutRate) {

    /**
     * The sign.
     *
     * @param threshold in the unit of its type; absent where that has none
     * @param renewalWithinDays of {@link RetentionTrigger#RENEWAL_RISK} alone
     */
    public record Trigger(
            RetentionTrigger type,
            @Nullable BigDecimal threshold,
            @Nullable Integer renewalWithinDays) {
        double atThreshold() {
            return threshold == null ? 0 : threshold.doubleValue();
        }
    }

    /** With no client held out: who would be is not known before there is a rule. */
    AutomationSettings withoutHoldout() {
        return new AutomationSettings(
                name, trigger, target, actions, cooldownDays, maxRunsPerDay, 0);
    }

    /** Which clients are watched; what is absent lets all through. */
    public record Target(
            @Nullable Tier tier,
            @Nullable String csm,
            @Nullable String segmentId,
            @Nullable BigDecimal minArrAmount) {}

    /**
     * What a run does.
     *
     * @param escalateAfterDays business days without a two-way touch; 0: never
     */
    public record Actions(
            CampaignType campaignTemplate,
            InterventionLevel interventionLevel,
            boolean startCampaign,
            boolean alertCsm,
            int escalateAfterDays,
            boolean sendEmails) {}
}
