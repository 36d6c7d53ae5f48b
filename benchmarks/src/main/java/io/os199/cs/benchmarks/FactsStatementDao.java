package io.os199.cs.benchmarks;

import io.os199.cs.health.HealthModels;
import io.os199.cs.platform.database.JoinedSql;

import org.jdbi.v3.sqlobject.SqlObject;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * The statement that reads the facts behind whether clients stay, with nothing around it: its rows are fetched and
 * ignored.
 */
interface FactsStatementDao extends SqlObject {
    String FACTS = JoinedSql.text("io.os199.cs.retention.facts.RetentionFactsDao", "signals");

    /** Returns how many clients have a row. */
    default int read(String[] clientIds, LocalDate day) {
        String[] days = new String[clientIds.length];
        Arrays.fill(days, day.toString());
        return getHandle()
                .createQuery(FACTS)
                .bind("clientIds", clientIds)
                .bind("days", days)
                .bind("today", day)
                .bind("healthModel", HealthModels.STANDARD)
                .scanResultSet(FetchedRows::count);
    }
}
