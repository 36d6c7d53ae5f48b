package io.os199.cs.jobs;

import org.jdbi.v3.sqlobject.config.RegisterColumnMapper;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Failed jobs from the point of view of those who run them again. */
@RegisterColumnMapper(JobDao.JsonColumn.class)
@RegisterConstructorMapper(Job.class)
@RegisterConstructorMapper(FailedJob.class)
interface RetryDao {
    /**
     * Locks the row until the end of the transaction: of two callers who want the job run again, the second finds the
     * first one's job.
     */
    @SqlQuery(
            "select "
                    + JobDao.HEAD
                    + ", null::jsonb as result from jobs where job_id = :jobId and (expires_at is"
                    + " null or expires_at > :now) for update")
    Optional<Job> lock(String jobId, Instant now);

    /** The last job that the same principal submitted later with the same arguments. */
    @SqlQuery(
            "select "
                    + JobDao.HEAD
                    + """
                    , null::jsonb as result from jobs
                    where (principal, tool, arguments_hash) = (:principal, :tool, :argumentsHash)
                      and job_id <> :jobId and submitted_at >= :submittedAt
                    order by submitted_at desc, job_id desc
                    limit 1
                    """)
    Optional<Job> later(
            String jobId, String principal, String tool, String argumentsHash, Instant submittedAt);

    @SqlQuery(
            """
            select f.job_id, f.tool, f.principal, f.finished_at, f.expires_at, f.error ->> 'message' as why,
                later.job_id as later_job_id, later.status as later_status
            from jobs f
            left join lateral (
                select j.job_id, j.status from jobs j
                where (j.principal, j.tool, j.arguments_hash) = (f.principal, f.tool, f.arguments_hash)
                  and j.job_id <> f.job_id and j.submitted_at >= f.submitted_at
                order by j.submitted_at desc, j.job_id desc
                limit 1) later on true
            where f.status = 'failed' and f.expires_at > :now
            order by f.finished_at, f.job_id
            """)
    List<FailedJob> failed(Instant now);
}
