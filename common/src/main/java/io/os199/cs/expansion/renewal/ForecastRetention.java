package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.Expiry;

/** How long is kept what was forecast of renewals, day by day. */
public final class ForecastRetention {
    private ForecastRetention() {}

    /**
     * Forecasts of whatever became of the renewal.
     *
     * @param months that they are kept; 0 for ever
     */
    public static Expiry of(int months) {
        return Expiry.ofMonths(
                "forecasts of renewals",
                months,
                (tx, before, most) -> tx.dao(ForecastRetentionDao.class).delete(before, most));
    }
}
