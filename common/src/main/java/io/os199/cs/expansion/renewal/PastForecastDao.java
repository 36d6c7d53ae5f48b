package io.os199.cs.expansion.renewal;

import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Forecasts for past days. */
@UseClasspathSqlLocator
interface PastForecastDao {
    /** Up to {@code most} clients after a given one, in order, that had a contract in force at the end of a day. */
    @SqlQuery
    List<String> clients(LocalDate day, String after, int most);

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
