package io.os199.cs.communication.automation;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An automation as somebody wants it.
 *
 * @param delayMinutes from what sets it off to what it does
 * @param cooldownDays in which it does not run for the same client again
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

    /** Which active clients it watches; absent: any. */
    public record Target(
            @Nullable Tier tier,
            @Nullable String segmentId,
            @Nullable LifecycleStage lifecycleStage) {}

    /** Whether customers may see what it does. */
    public boolean reachesCustomers() {
        return actions.stream().anyMatch(each -> each.type().reachesCustomers());
    }
}
