package io.os199.cs.communication.automation;

import io.os199.cs.communication.campaign.CampaignFigures;
import io.os199.cs.communication.model.AutomationRunStatus;

import java.util.EnumMap;
import java.util.Map;

/**
 * How an automation did over thirty days.
 *
 * @param runs by status
 * @param clientCount clients for whom it ran
 * @param mails all that it ever wrote
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

    /** All that set it off, whatever became of it. */
    public int triggeredCount() {
        return runs.values().stream().mapToInt(Integer::intValue).sum();
    }
}
