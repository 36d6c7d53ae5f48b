package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.List;

/**
 * The circumstances of a plan that its advice depends on.
 *
 * @param clockStartOn since when the client has been waiting for first value
 * @param hasMeeting whether there has been a meeting since a week before the plan's start
 * @param hasSponsor whether an executive sponsor is known, counting, like {@code hasChampionOrAdmin}, only those
 *     still there
 * @param hasAutomations whether any automation of the plan is on
 */
public record PlanSurroundings(
        LocalDate clockStartOn,
        LifecycleStage lifecycleStage,
        boolean hasMeeting,
        boolean hasSponsor,
        boolean hasChampionOrAdmin,
        boolean hasAutomations) {
    /** Reads the circumstances in one statement. */
    public static PlanSurroundings read(Transaction tx, Plan plan) {
        Plan.Head head = plan.head();
        return tx.dao(PlanSurroundingsDao.class)
                .read(head.clientId(), List.of(head.clientId()), head.planId(), head.startDate());
    }
}
