package io.os199.cs.expansion.renewal;

import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;

/** Forecasts for past days. */
@UseClasspathSqlLocator
interface PastForecastDao {
    /**
     * Stores what would have been forecast: {@code PastForecastDao/store.sql}.
     *
     * @return how many rows were stored
     */
    @SqlUpdate
    int store(
            String[] clientIds,
            LocalDate day,
            String chances,
            double committedRate,
            boolean isOwnRate,
            String modelStage,
            Instant at);
}
