package io.os199.cs.expansion.renewal;

import org.jdbi.v3.sqlobject.locator.UseClasspathSqlLocator;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Forecasts of days that are over. */
@UseClasspathSqlLocator
interface PastForecastDao {
    /** Some clients behind one, in their order, that had a contract in force at the end of a day. */
    @SqlQuery
    List<String> clients(LocalDate day, String after, int most);

    /**
     * Stores what would have been foreseen: {@code PastForecastDao/store.sql}.
     *
     * @return how many
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
