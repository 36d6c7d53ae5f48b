package io.os199.cs.communication.automation;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * What a deployment allows automations.
 *
 * @param minBaseline users, events or minutes below which a change of use says nothing
 * @param maxRunsPerDay of one automation
 * @param webhookHosts that may be told, in small letters
 * @param zone of times of day
 */
public record AutomationTerms(
        int minBaseline, int maxRunsPerDay, List<String> webhookHosts, ZoneId zone) {
    public AutomationTerms {
        webhookHosts =
                webhookHosts.stream().map(each -> each.strip().toLowerCase(Locale.ROOT)).toList();
    }
}
