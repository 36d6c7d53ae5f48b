package io.os199.cs.communication.automation;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The wanted settings of an automation.
 *
 * @param delayMinutes from the trigger to the actions
 * @param cooldownDays the days in which it does not run again for the same client
 */
public record AutomationSettings(
        String name,
        AutomationTrigger trigger,
        Target target,
        List<AutomationAction> actions,
        int delayMinutes,
        int cooldownDays) {
    public AutomationSettings {
        actions = List.copyOf(actions);
    }

    /** The active clients that it watches; an absent field allows any. */
    public record Target(
            @Nullable Tier tier,
            @Nullable String segmentId,
            @Nullable LifecycleStage lifecycleStage) {}

    /** Whether customers may see what it does. */
    public boolean reachesCustomers() {
        return actions.stream().anyMatch(each -> each.type().reachesCustomers());
    }
}
