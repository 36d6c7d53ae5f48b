package io.os199.cs.communication.automation;

import io.os199.cs.platform.database.Expiry;

/** How long is kept what rules did: of those of communication, of onboarding and of retention. */
public final class RunRetention {
    private RunRetention() {}

    /**
     * Runs that are over, with their actions; of onboarding and retention those of clients who left.
     *
     * @param months that they are kept; 0 for ever
     */
    public static Expiry of(int months) {
        return Expiry.ofMonths(
                "runs of automations",
                months,
                (tx, before, most) -> tx.dao(RunRetentionDao.class).deleteRuns(before, most));
    }
}
