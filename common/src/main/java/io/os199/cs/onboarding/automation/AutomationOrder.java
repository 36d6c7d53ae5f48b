package io.os199.cs.onboarding.automation;

import io.os199.cs.core.model.ClientRef;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * What a plan is to do automatically from now on.
 *
 * @param planId the live one when absent
 * @param triggers all that are to be on; an empty set switches everything off
 * @param emailCustomer whether the customer is written to
 * @param recipients addresses of people at the client; empty for its primary contact
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

    /** Returns an order that switches everything off. */
    public static AutomationOrder off(ClientRef client, @Nullable String planId) {
        return new AutomationOrder(client, planId, Set.of(), false, List.of(), Thresholds.USUAL);
    }

    /** Whether customers would be written to. */
    public boolean reachesCustomers() {
        return emailCustomer && triggers.stream().anyMatch(OnboardingTrigger::writes);
    }
}
