package io.os199.cs.retention.automation;

import io.os199.cs.core.model.Tier;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.InterventionLevel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * The sign a rule waits for, the clients it watches, and what it then does.
 *
 * @param holdoutRate the share of the clients for which the rule only records that it would have acted
 */
public record RetentionAutomationSettings(
        String name,
        Trigger trigger,
        Target target,
        Actions actions,
        int cooldownDays,
        int maxRunsPerDay,
        double holdoutRate) {

    /**
     * The sign that a rule waits for.
     *
     * @param threshold the threshold in the unit of its type; absent where that has none
     * @param renewalWithinDays given for {@link RetentionTrigger#RENEWAL_RISK} alone
     */
    public record Trigger(
            RetentionTrigger type,
            @Nullable BigDecimal threshold,
            @Nullable Integer renewalWithinDays) {
        double atThreshold() {
            return threshold == null ? 0 : threshold.doubleValue();
        }
    }

    /**
     * Returns the settings with no client held out, as the clients to hold out are not known before the rule exists.
     */
    RetentionAutomationSettings withoutHoldout() {
        return new RetentionAutomationSettings(
                name, trigger, target, actions, cooldownDays, maxRunsPerDay, 0);
    }

    /** The clients to watch; what is absent lets all through. */
    public record Target(
            @Nullable Tier tier,
            @Nullable String csm,
            @Nullable String segmentId,
            @Nullable BigDecimal minArrAmount) {}

    /**
     * The actions of a run.
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
