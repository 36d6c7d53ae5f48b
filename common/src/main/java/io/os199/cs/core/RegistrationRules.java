package io.os199.cs.core;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Recommendation.Priority;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Recommends what to do after a registration: the rules RC_*, in their order. */
public final class RegistrationRules {
    private static final int RENEWAL_NEAR_DAYS = 90;
    private static final String UPDATE = "update_client_info";

    private RegistrationRules() {}

    /**
     * The facts that the rules use.
     *
     * @param renewalInDays absent without a renewal date
     */
    public record Facts(
            boolean hasCsm,
            LifecycleStage stage,
            boolean hasContact,
            boolean hasContract,
            boolean hasSeats,
            int duplicateCount,
            @Nullable Integer renewalInDays) {}

    public static List<Recommendation> nextSteps(Facts facts) {
        List<Recommendation> steps = new ArrayList<>();
        if (!facts.hasCsm()) {
            steps.add(step("RC_CSM", "no csm_assigned", "assign an owner", Priority.HIGH, UPDATE));
        }
        if (facts.stage() == LifecycleStage.ONBOARDING) {
            steps.add(
                    step(
                            "RC_PLAN",
                            "lifecycle_stage onboarding",
                            "create the onboarding plan",
                            Priority.HIGH,
                            "create_onboarding_plan"));
        }
        if (!facts.hasContact()) {
            steps.add(
                    step(
                            "RC_CONTACT",
                            "no contact",
                            "add the primary contact",
                            Priority.HIGH,
                            UPDATE));
        }
        if (facts.hasContract() && !facts.hasSeats()) {
            steps.add(
                    step(
                            "RC_SEATS",
                            "a contract without included_users",
                            "record the seats, so that activation is measured against them",
                            Priority.MEDIUM,
                            UPDATE));
        }
        if (!facts.hasContract()) {
            steps.add(
                    step(
                            "RC_CONTRACT",
                            "no contract",
                            "record the contract, or revenue and payment stay unknown",
                            Priority.MEDIUM,
                            UPDATE));
        }
        if (facts.duplicateCount() > 0) {
            steps.add(
                    step(
                            "RC_DUPLICATE",
                            "possible_duplicates " + facts.duplicateCount(),
                            "check whether they are the same before working on it",
                            Priority.HIGH,
                            "get_client_overview"));
        }
        Integer days = facts.renewalInDays();
        if (days != null && days <= RENEWAL_NEAR_DAYS) {
            steps.add(
                    step(
                            "RC_RENEWAL_NEAR",
                            "renewal_in_days " + days,
                            "plan the renewal now",
                            Priority.MEDIUM,
                            "track_renewals"));
        }
        return steps;
    }

    private static Recommendation step(
            String ruleId, String because, String action, Priority priority, String tool) {
        return new Recommendation(ruleId, because, action, priority, tool);
    }
}
