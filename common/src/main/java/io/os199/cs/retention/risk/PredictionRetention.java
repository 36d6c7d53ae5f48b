package io.os199.cs.retention.risk;

import io.os199.cs.platform.database.Expiry;

import java.time.Period;

/**
 * The retention of churn predictions: each day for 400 days, so that a year can be compared with the one before; then
 * the last of each month, forever.
 */
public final class PredictionRetention {
    private static final Period DAILY = Period.ofDays(400);

    private PredictionRetention() {}

    public static Expiry ofDays() {
        return new Expiry(
                "daily predictions of churn",
                DAILY,
                (tx, before, most) -> tx.dao(PredictionRetentionDao.class).thin(before, most));
    }
}
