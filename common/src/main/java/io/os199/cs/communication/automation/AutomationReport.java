package io.os199.cs.communication.automation;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.model.AutomationRunStatus;

import java.util.EnumMap;
import java.util.Map;

/**
 * The results of an automation over thirty days.
 *
 * @param runs by status
 * @param clientCount clients for whom it ran
 * @param mails the figures of all mails that it ever wrote
 */
public record AutomationReport(
        Map<AutomationRunStatus, Integer> runs, int clientCount, CampaignFigures mails) {
    public AutomationReport {
        EnumMap<AutomationRunStatus, Integer> sorted = new EnumMap<>(AutomationRunStatus.class);
        sorted.putAll(runs);
        runs = sorted;
    }

    public int count(AutomationRunStatus status) {
        return runs.getOrDefault(status, 0);
    }

    /** Returns how often it was triggered, whatever the result. */
    public int triggeredCount() {
        return runs.values().stream().mapToInt(Integer::intValue).sum();
    }
}
