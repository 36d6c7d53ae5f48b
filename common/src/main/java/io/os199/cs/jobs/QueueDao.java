package io.os199.cs.jobs;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;

/** Reads of how the queue stands. */
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

    record Refresh(String name, Instant finishedAt) {}

    @SqlQuery(
            "select name, finished_at from refresh_runs where finished_at is not null order by"
                    + " name")
    @RegisterConstructorMapper(Refresh.class)
    List<Refresh> refreshes();
}
