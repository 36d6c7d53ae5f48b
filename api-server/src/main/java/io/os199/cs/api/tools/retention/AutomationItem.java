package io.os199.cs.api.tools.retention;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.retention.automation.Performance;
import io.os199.cs.retention.automation.RetentionAutomation;
import io.os199.cs.retention.automation.RetentionAutomationSettings;
import io.os199.cs.retention.automation.RetentionAutomationStatus;
import io.os199.cs.retention.automation.RetentionTrigger;
import io.os199.cs.retention.campaign.CampaignType;
import io.os199.cs.retention.campaign.InterventionLevel;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A rule as shown.
 *
 * @param watchedClientCount the number of clients that currently pass its filters
 */
public record AutomationItem(
        String automationId,
        String name,
        RetentionAutomationStatus status,
        RetentionTrigger triggerType,
        @Nullable BigDecimal threshold,
        @Nullable Integer renewalWithinDays,
        CampaignType campaignTemplate,
        InterventionLevel interventionLevel,
        boolean startCampaign,
        boolean alertCsm,
        int escalateAfterDays,
        boolean sendEmails,
        int cooldownDays,
        int maxRunsPerDay,
        BigDecimal holdoutRate,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArrAmount,
        int watchedClientCount,
        @Nullable Instant activatedAt,
        @Nullable Instant lastEvaluatedAt,
        @Nullable String lastError,
        int version,
        @Nullable Results performance) {

    /**
     * The results of a rule.
     *
     * @param churnRateDifference treated minus held out; absent below 20 matured clients in either group
     */
    public record Results(
            int runCount30d,
            int campaignCount30d,
            int heldOutCount,
            int maturedRunCount,
            @Nullable Group treated,
            @Nullable Group holdout,
            @Nullable BigDecimal churnRateDifference,
            @Nullable BigDecimal intervalLow,
            @Nullable BigDecimal intervalHigh) {

        static Results of(Performance read) {
            Performance.Difference difference = read.difference();
            return new Results(
                    read.runCount30d(),
                    read.campaignCount30d(),
                    read.heldOutCount(),
                    read.maturedRunCount(),
                    Group.of(read.treated()),
                    Group.of(read.holdout()),
                    difference == null ? null : Rounded.rate(difference.churnRate()),
                    difference == null ? null : Rounded.rate(difference.intervalLow()),
                    difference == null ? null : Rounded.rate(difference.intervalHigh()));
        }
    }

    /** The clients of a group, 90 days after the first run for each. */
    public record Group(
            int clientCount,
            int churnedCount,
            BigDecimal churnRate,
            @Nullable BigDecimal meanHealthChangePoints) {
        static @Nullable Group of(Performance.@Nullable Group read) {
            if (read == null) {
                return null;
            }
            Double mean = read.meanHealthChangePoints();
            return new Group(
                    read.clientCount(),
                    read.churnedCount(),
                    Rounded.rate((double) read.churnedCount() / read.clientCount()),
                    Rounded.figureOf(mean));
        }
    }

    static AutomationItem of(RetentionAutomation rule, @Nullable Performance performance) {
        RetentionAutomationSettings settings = rule.settings();
        RetentionAutomationSettings.Actions actions = settings.actions();
        RetentionAutomationSettings.Target target = settings.target();
        return new AutomationItem(
                rule.automationId(),
                settings.name(),
                rule.status(),
                settings.trigger().type(),
                settings.trigger().threshold(),
                settings.trigger().renewalWithinDays(),
                actions.campaignTemplate(),
                actions.interventionLevel(),
                actions.startCampaign(),
                actions.alertCsm(),
                actions.escalateAfterDays(),
                actions.sendEmails(),
                settings.cooldownDays(),
                settings.maxRunsPerDay(),
                Rounded.rate(settings.holdoutRate()),
                target.tier(),
                target.csm(),
                target.segmentId(),
                target.minArrAmount() == null ? null : Rounded.amount(target.minArrAmount()),
                rule.watchedClientCount(),
                rule.activatedAt(),
                rule.lastEvaluatedAt(),
                rule.lastError(),
                rule.version(),
                performance == null ? null : Results.of(performance));
    }
}
