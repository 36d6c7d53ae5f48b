package io.os199.cs.jobs;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads the state of the queue. */
interface QueueDao {
    record Waiting(int queuedCount, int workingCount, double oldestAgeSeconds) {}

    @SqlQuery(
            """
            select count(*) filter (where status = 'queued' and coalesce(not_before_at, submitted_at) <= :now)
                    as queued_count,
                count(*) filter (where status = 'working') as working_count,
                coalesce(extract(epoch from :now - min(coalesce(not_before_at, submitted_at))
                    filter (where status = 'queued' and coalesce(not_before_at, submitted_at) <= :now)), 0)
                    as oldest_age_seconds
            from jobs
            where status in ('queued', 'working')
            """)
    @RegisterConstructorMapper(Waiting.class)
    Waiting waiting(Instant now);

    /**
     * The last run of a recurring calculation.
     *
     * @param finishedAt when the last successful run ended; absent when there was none
     */
    record Refresh(String name, @Nullable Instant finishedAt, boolean isFailed) {}

    @SqlQuery(
            """
            select name, finished_at, last_error is not null as is_failed
            from refresh_runs
            where finished_at is not null or last_error is not null
            order by name
            """)
    @RegisterConstructorMapper(Refresh.class)
    List<Refresh> refreshes();
}
