package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.model.JobStatus;

import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterColumnMapper;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs from the point of view of those who submit, watch and cancel them. */
@RegisterColumnMapper(JobDao.JsonColumn.class)
@RegisterConstructorMapper(Job.class)
@RegisterConstructorMapper(JobSummary.class)
interface JobDao {
    String HEAD =
            """
            job_id, tool, arguments, arguments_hash, principal, status, progress_done, progress_total, message,
            error, submitted_at, not_before_at, started_at, cancel_requested_at, finished_at, expires_at, updated_at,
            trace_parent, retry_of
            """;

    /** Condition that holds for the jobs that {@link JobFilter} lets through. */
    String VISIBLE =
            """
            (cast(:principal as text) is null or principal = :principal)
              and (expires_at is null or expires_at > :now)
            """;

    String FILTERED =
            VISIBLE
                    + """
                      and (cast(:tool as text) is null or tool = :tool)
                      and (cardinality(:statusWords) = 0 or status = any(:statusWords))
                    """;

    String IS_FINAL = "(status in ('completed', 'failed', 'cancelled'))";

    /** Inserts the job unless the same call is already open; returns the number of rows inserted. */
    @SqlUpdate(
            """
            insert into jobs (job_id, tool, arguments, arguments_hash, principal, submitted_at, updated_at,
                trace_parent, retry_of)
            values (:jobId, :tool, :arguments, :argumentsHash, :principal, :now, :now, :traceParent, :retryOf)
            on conflict (principal, tool, arguments_hash)
                where status in ('queued', 'working', 'input_required')
                do nothing
            """)
    int insert(
            String jobId,
            String tool,
            @Json JsonNode arguments,
            String argumentsHash,
            String principal,
            @Nullable String traceParent,
            @Nullable String retryOf,
            Instant now);

    @SqlQuery(
            "select "
                    + HEAD
                    + """
                    , result from jobs
                    where principal = :principal and tool = :tool and arguments_hash = :argumentsHash
                      and status in ('queued', 'working', 'input_required')
                    """)
    Optional<Job> findOpen(String principal, String tool, String argumentsHash);

    /** Keeps the queued jobs with these arguments, whoever asked for them, from being begun before the commit. */
    @SqlQuery(
            """
            select job_id from jobs
            where tool = :tool and arguments_hash = :hash and status = 'queued'
            order by job_id
            for share
            """)
    List<String> holdQueued(String tool, String hash);

    /**
     * The newest run with these arguments whose results a new job of the principal would take over: one under way,
     * whoever asked for it, or the principal's own last one if it failed.
     */
    @SqlQuery(
            """
            select job_id from (
                select job_id, principal, status, submitted_at,
                    row_number() over (partition by principal order by submitted_at desc, job_id desc) as place
                from jobs
                where tool = :tool and arguments_hash = :hash and status <> 'queued'
                  and (expires_at is null or expires_at > :now)) run
            where status = 'working' or status = 'failed' and principal = :principal and place = 1
            order by submitted_at desc, job_id desc
            limit 1
            """)
    Optional<String> findBegun(String principal, String tool, String hash, Instant now);

    @SqlQuery(
            "select "
                    + HEAD
                    + """
                    , null::jsonb as result
                    from jobs
                    where principal = :principal and tool = :tool and arguments_hash = :hash
                    order by submitted_at desc
                    limit 1
                    """)
    Optional<Job> newest(String principal, String tool, String hash);

    @SqlQuery(
            "select "
                    + HEAD
                    + ", result from jobs where job_id = :jobId and (expires_at is null or"
                    + " expires_at > :now)")
    Optional<Job> find(String jobId, Instant now);

    @SqlQuery(
            "select "
                    + HEAD
                    + ", null::jsonb as result from jobs where "
                    + FILTERED
                    + " and (cast(:jobId as text) is null or "
                    + IS_FINAL
                    + " > :isFinal or "
                    + IS_FINAL
                    + """
                     = :isFinal and (submitted_at < :submittedAt or submitted_at = :submittedAt and job_id > :jobId))
                    order by
                    """
                    + IS_FINAL
                    + ", submitted_at desc, job_id limit :limit")
    List<Job> list(
            @BindMethods JobFilter filter,
            @BindMethods JobKey after,
            @Bind("now") Instant now,
            @Bind("limit") int limit);

    @SqlQuery("select count(*) from jobs where " + FILTERED)
    long count(@BindMethods JobFilter filter, @Bind("now") Instant now);

    @SqlQuery(
            """
            select count(*) filter (where status = 'queued') as queued_count,
                count(*) filter (where status = 'working') as working_count,
                count(*) filter (where status = 'failed' and finished_at > cast(:now as timestamptz) - interval '24 hours')
                    as failed_last_day_count,
                min(submitted_at) filter (where status = 'queued') as oldest_queued_at
            from jobs
            where
            """
                    + VISIBLE)
    JobSummary summary(@Nullable String principal, Instant now);

    /**
     * Cancels a job that is not running, flags one that is, and leaves final jobs alone: in one statement, so that a
     * worker claims the job before it or not at all.
     */
    @SqlQuery(
            """
            update jobs set
                status = case when status = 'working' then status else 'cancelled' end,
                finished_at = case when status = 'working' then finished_at else :now end,
                expires_at = case when status = 'working' then expires_at else :expiresAt end,
                cancel_requested_at = coalesce(cancel_requested_at, :now),
                updated_at = :now
            where job_id = :jobId and status in ('queued', 'working', 'input_required')
            returning status
            """)
    Optional<JobStatus> cancel(String jobId, Instant now, Instant expiresAt);

    /** Delivered to the listeners when the transaction commits. */
    @SqlQuery("select 1 from pg_notify(:channel, :jobId)")
    int notify(String channel, String jobId);

    /** Maps {@code jsonb} to a tree, in any row. */
    final class JsonColumn implements ColumnMapper<JsonNode> {
        @Override
        public @Nullable JsonNode map(ResultSet row, int column, StatementContext context)
                throws SQLException {
            String text = row.getString(column);
            return text == null ? null : io.os199.cs.platform.json.Json.read(text, JsonNode.class);
        }
    }
}
