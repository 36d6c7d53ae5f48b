package io.os199.cs.expansion.renewal;

import io.os199.cs.platform.database.Expiry;

/** How long daily renewal forecasts are kept. */
public final class ForecastRetention {
    private ForecastRetention() {}

    /**
     * The expiry of forecasts, whatever the outcome of their renewal.
     *
     * @param months how long they are kept; 0 means forever
     */
    public static Expiry of(int months) {
        return Expiry.ofMonths(
                "forecasts of renewals",
                months,
                (tx, before, most) -> tx.dao(ForecastRetentionDao.class).delete(before, most));
    }
}
