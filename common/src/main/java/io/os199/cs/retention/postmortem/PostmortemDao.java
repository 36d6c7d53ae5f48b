package io.os199.cs.retention.postmortem;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.util.List;

/** Reads the stored facts about departures. */
@UseJoinedSql
interface PostmortemDao {
    /** Returns a {@link DepartureFacts} as JSON for each departure. */
    @SqlQuery
    List<String> facts(
            String[] clientIds, String[] days, int lookbackDays, double alarmProbability);
}
