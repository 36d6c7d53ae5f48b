package io.os199.cs.onboarding.automation;

import io.os199.cs.core.model.ClientRef;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What a plan is to do by itself from now on.
 *
 * @param planId absent for the live one
 * @param triggers all that are to be on; none switches everything off
 * @param emailCustomer whether the customer is written to
 * @param recipients addresses of people of the client; none for the one who speaks for it
 */
public record AutomationOrder(
        ClientRef client,
        @Nullable String planId,
        Set<OnboardingTrigger> triggers,
        boolean emailCustomer,
        List<String> recipients,
        Thresholds thresholds) {
    public AutomationOrder {
        triggers = Set.copyOf(triggers);
        recipients = List.copyOf(recipients);
    }

    /** To do nothing any more. */
    public static AutomationOrder off(ClientRef client, @Nullable String planId) {
        return new AutomationOrder(client, planId, Set.of(), false, List.of(), Thresholds.USUAL);
    }

    /** Whether customers would be written to. */
    public boolean reachesCustomers() {
        return emailCustomer && triggers.stream().anyMatch(OnboardingTrigger::writes);
    }
}
