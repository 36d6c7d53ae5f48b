package io.os199.cs.communication.automation;

import io.os199.cs.platform.database.Expiry;

/** How long the runs of communication, onboarding and retention automations are kept. */
public final class RunRetention {
    private RunRetention() {}

    /**
     * Deletes finished runs with their actions; for onboarding and retention only those of churned clients.
     *
     * @param months how long they are kept; 0 for ever
     */
    public static Expiry of(int months) {
        return Expiry.ofMonths(
                "runs of automations",
                months,
                (tx, before, most) -> tx.dao(RunRetentionDao.class).deleteRuns(before, most));
    }
}
