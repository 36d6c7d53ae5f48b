package io.os199.cs.onboarding.plan;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.database.Transaction;

import java.time.LocalDate;
import java.util.List;

/**
 * What stands around a plan and its advice looks at.
 *
 * @param clockStartOn since when the client waits for first value
 * @param hasMeeting whether there was a meeting since a week before the plan's start
 * @param hasSponsor whether an executive sponsor is known, like {@code hasChampionOrAdmin} of those who are still there
 * @param hasAutomations whether any automation of the plan is on
 */
public record PlanSurroundings(
        LocalDate clockStartOn,
        LifecycleStage lifecycleStage,
        boolean hasMeeting,
        boolean hasSponsor,
        boolean hasChampionOrAdmin,
        boolean hasAutomations) {
    /** Reads them in one statement. */
    public static PlanSurroundings read(Transaction tx, Plan plan) {
        Plan.Head head = plan.head();
        return tx.dao(PlanSurroundingsDao.class)
                .read(head.clientId(), List.of(head.clientId()), head.planId(), head.startDate());
    }
}
