package io.os199.cs.retention.postmortem;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads what is stored of departures. */
@UseJoinedSql
interface PostmortemDao {
    /** Each a {@link DepartureFacts} as JSON. */
    @SqlQuery
    List<String> facts(
            String[] clientIds, String[] days, int lookbackDays, double alarmProbability);
}
