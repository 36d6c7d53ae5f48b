package io.os199.cs.communication.automation;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * The limits that a deployment sets for automations.
 *
 * @param minBaseline users, events or minutes below which a change in use means nothing
 * @param maxRunsPerDay per automation
 * @param webhookHosts the hosts that may be called, in lower case
 * @param zone of times of day
 */
public record AutomationTerms(
        int minBaseline, int maxRunsPerDay, List<String> webhookHosts, ZoneId zone) {
    public AutomationTerms {
        webhookHosts =
                webhookHosts.stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toList();
    }
}
