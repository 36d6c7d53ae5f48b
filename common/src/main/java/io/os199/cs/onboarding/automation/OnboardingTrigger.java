package io.os199.cs.onboarding.automation;

import io.os199.cs.core.model.Impact;

/** An event that makes an onboarding plan act automatically. */
public enum OnboardingTrigger {
    ONBOARDING_START(true, true, Impact.NEUTRAL),
    MILESTONE_DUE_SOON(true, false, Impact.NEUTRAL),
    MILESTONE_OVERDUE(false, true, Impact.NEGATIVE),
    MILESTONE_COMPLETION(true, false, Impact.POSITIVE),
    TASK_OVERDUE(false, true, Impact.NEGATIVE),
    TRAINING_COMPLETION(false, true, Impact.POSITIVE),
    INTEGRATION_SUCCESS(false, true, Impact.POSITIVE),
    USAGE_MILESTONE_REACHED(false, true, Impact.POSITIVE),
    BLOCKER_IDENTIFIED(false, true, Impact.NEGATIVE),
    NO_PROGRESS(false, true, Impact.NEGATIVE),
    FIRST_VALUE_ACHIEVED(true, true, Impact.POSITIVE),
    ALL_MILESTONES_COMPLETE(false, true, Impact.POSITIVE),
    ONBOARDING_DELAYED(false, true, Impact.NEGATIVE),
    HEALTH_SCORE_CHANGE(false, true, Impact.NEGATIVE);

    private final boolean writes;
    private final boolean alerts;
    private final Impact impact;

    OnboardingTrigger(boolean writes, boolean alerts, Impact impact) {
        this.writes = writes;
        this.alerts = alerts;
        this.impact = impact;
    }

    /** Whether it writes to the customer, where the plan allows it. */
    public boolean writes() {
        return writes;
    }

    /** Whether it gives the plan's owner a task. */
    public boolean alerts() {
        return alerts;
    }

    /** Returns the impact on the client that its event records. */
    Impact impact() {
        return impact;
    }
}
