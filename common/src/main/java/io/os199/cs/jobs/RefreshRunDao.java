package io.os199.cs.jobs;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;

/** Records how fresh the results stored by jobs are. */
public interface RefreshRunDao {
    /**
     * Records a finished run, replacing the previous one.
     *
     * @param name of what the run stored
     * @param modelVersion of the model that the run used; absent if it used none
     */
    @SqlUpdate(
            """
            insert into refresh_runs (name, as_of, started_at, finished_at, client_count, model_version, last_error)
            values (:name, :asOf, :startedAt, :finishedAt, :clientCount, :modelVersion, null)
            on conflict (name) do update
                set as_of = excluded.as_of, started_at = excluded.started_at, finished_at = excluded.finished_at,
                    client_count = excluded.client_count, model_version = excluded.model_version, last_error = null,
                    updated_at = excluded.finished_at
            """)
    void record(
            String name,
            LocalDate asOf,
            Instant startedAt,
            Instant finishedAt,
            int clientCount,
            @Nullable Integer modelVersion);
}
