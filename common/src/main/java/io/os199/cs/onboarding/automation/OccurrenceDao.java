package io.os199.cs.onboarding.automation;

import io.os199.cs.platform.database.UseJoinedSql;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** Finds the occurrences that triggers wait for, at one client or at all. */
@UseJoinedSql
interface OccurrenceDao {
    /**
     * Queues what happened at one client; returns how many runs are new.
     *
     * @param completed the milestones that this very write completed
     * @param firstValues JSON: client_id, plan_id, first_value_on
     */
    @SqlUpdate
    int queue(
            String clientId,
            Instant now,
            LocalDate today,
            List<Integer> completed,
            String firstValues);

    /** Queues what happened at all clients, and ends whatever no longer has a reason. */
    @SqlQuery
    @RegisterConstructorMapper(Scanned.class)
    Scanned scan(
            @Nullable String clientId,
            Instant now,
            LocalDate today,
            List<Integer> completed,
            String firstValues);

    /**
     * The result of a scan.
     *
     * @param lapsedCount runs that waited for a reason that is gone
     * @param closedTasks alerts whose condition has ended
     */
    record Scanned(
            int queuedCount,
            int lapsedCount,
            List<String> closedClients,
            List<String> closedTasks) {}
}
