package io.os199.cs.core;

import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** Writes the result of the last verification. */
interface AuditCheckDao {
    /** Records a run; on an error, the end of the last good run stays. */
    @SqlUpdate(
            """
            insert into refresh_runs as last (name, started_at, finished_at, last_error, updated_at)
            values ('audit', :startedAt, case when cast(:error as text) is null then cast(:endedAt as timestamptz) end, :error, :endedAt)
            on conflict (name) do update
                set started_at = excluded.started_at,
                    finished_at = coalesce(excluded.finished_at, last.finished_at),
                    last_error = excluded.last_error, updated_at = excluded.updated_at
            """)
    void record(Instant startedAt, Instant endedAt, @Nullable String error);
}
