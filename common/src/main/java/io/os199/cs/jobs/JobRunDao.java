package io.os199.cs.jobs;

import com.fasterxml.jackson.databind.JsonNode;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterColumnMapper;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Jobs as the workers see them. Every statement that moves a job names the state it expects, so that the
 * first final state stays; rows of {@code jobs} are locked only at the end of a transaction.
 */
@RegisterColumnMapper(JobDao.JsonColumn.class)
@RegisterConstructorMapper(Job.class)
@RegisterConstructorMapper(JobChunk.class)
@RegisterConstructorMapper(ChunkCounts.class)
interface JobRunDao {
    /** Limits each statement to ten minutes, and ends it when the worker that sent it is gone. */
    @SqlQuery(
            """
            select set_config('statement_timeout', '600s', true) || set_config('client_connection_check_interval', '1s', true)
            """)
    String setLimits();

    /**
     * Has PostgreSQL plan the statements of this transaction for their actual values. By default it makes one generic
     * plan after a statement has run a number of times; that plan assumes ten clients in any list, and looks up what
     * it finds again for each of them. Not for transactions that write many rows: each row's foreign keys are checked
     * by statements that would be planned anew as well.
     */
    @SqlQuery("select set_config('plan_cache_mode', 'force_custom_plan', true)")
    String planForValues();

    @SqlQuery("select " + JobDao.HEAD + ", null::jsonb as result from jobs where job_id = :jobId")
    Optional<Job> find(String jobId);

    @SqlQuery(
            "select " + JobDao.HEAD + ", null::jsonb as result from jobs where status = 'working'")
    List<Job> working();

    /** Whether a job of one of these tools is running, or a nightly one is still to run. */
    @SqlQuery(
            """
            select exists (
                select from jobs
                where (status = 'working' or status = 'queued' and principal = 'system') and tool = any(:tools))
            """)
    boolean isUnderWay(String[] tools);

    /** Locks the key until the end of the transaction: two claims of one key wait for each other. */
    @SqlQuery("select 1 from pg_advisory_xact_lock(hashtextextended('job:' || :key, 0))")
    int lockKey(String key);

    @SqlUpdate(
            """
            update jobs set status = 'working', message = null, started_at = :now, lease_until = :leaseUntil, updated_at = :now
            where job_id = :jobId and status = 'queued' and (not_before_at is null or not_before_at <= :now)
            """)
    boolean claim(String jobId, Instant now, Instant leaseUntil);

    @SqlUpdate(
            """
            update jobs set not_before_at = :notBefore, message = :message, updated_at = :now
            where job_id = :jobId and status = 'queued'
            """)
    void putBack(String jobId, Instant notBefore, String message, Instant now);

    /** Cuts the portfolio into chunks, in the order of the client ids. */
    @SqlUpdate(
            """
            insert into job_chunks (job_id, chunk_no, first_client_id, last_client_id, client_count)
            select :jobId, chunk_no, min(client_id), max(client_id), count(*)
            from (
                select client_id, (row_number() over (order by client_id) - 1) / :size + 1 as chunk_no
                from clients
                where status <> 'churned') numbered
            group by chunk_no
            """)
    int cut(String jobId, int size);

    /** Another principal's run with the same tool and arguments that ended after this job was submitted. */
    @SqlQuery(
            """
            select job_id from jobs
            where tool = :tool and arguments_hash = :argumentsHash and job_id <> :jobId
              and status = 'completed' and finished_at > :submittedAt
            order by finished_at desc, job_id
            limit 1
            """)
    Optional<String> findRunToJoin(
            String jobId, String tool, String argumentsHash, Instant submittedAt);

    /** The same principal's last run with the same arguments, if it failed. */
    @SqlQuery(
            """
            select job_id from (
                select job_id, status from jobs
                where principal = :principal and tool = :tool and arguments_hash = :argumentsHash
                  and job_id <> :jobId and (expires_at is null or expires_at > :now)
                order by submitted_at desc, job_id desc
                limit 1) last
            where status = 'failed' and exists (select from job_chunks c where c.job_id = last.job_id)
            """)
    Optional<String> findRunToTakeUp(
            String jobId, String principal, String tool, String argumentsHash, Instant now);

    /** Takes over the chunks of another run: what is done there counts as done here. */
    @SqlUpdate(
            """
            insert into job_chunks (job_id, chunk_no, first_client_id, last_client_id, client_count, status, result,
                finished_at)
            select :jobId, chunk_no, first_client_id, last_client_id, client_count,
                case status when 'done' then 'done' else 'pending' end, result, finished_at
            from job_chunks where job_id = :from
            """)
    int copyChunks(String jobId, String from);

    @SqlUpdate(
            """
            update jobs set (progress_total, progress_done) = (
                select coalesce(sum(client_count), 0), coalesce(sum(client_count) filter (where status = 'done'), 0)
                from job_chunks where job_id = :jobId),
                message = :message
            where job_id = :jobId
            """)
    void countProgress(String jobId, @Nullable String message);

    @SqlQuery(
            """
            select count(*) filter (where status = 'pending') as pending,
                count(*) filter (where status = 'done') as done, count(*) as total
            from job_chunks where job_id = :jobId
            """)
    ChunkCounts countChunks(String jobId);

    /** A free slot for a worker on this job, locked until the end of the transaction; empty when all are taken. */
    @SqlQuery(
            """
            select place from generate_series(1, :places) place
            where pg_try_advisory_xact_lock(hashtext(:jobId), place)
            limit 1
            """)
    Optional<Integer> takePlace(String jobId, int places);

    /** Whether this transaction alone may finish the job. */
    @SqlQuery("select pg_try_advisory_xact_lock(hashtext(:jobId), 0)")
    boolean lockFinish(String jobId);

    /** The next pending chunk, locked until the end of the transaction; chunks that failed before come last. */
    @SqlQuery(
            """
            select chunk_no, first_client_id, last_client_id, client_count from job_chunks
            where job_id = :jobId and status = 'pending'
            order by attempts, chunk_no
            limit 1
            for update skip locked
            """)
    Optional<JobChunk> nextChunk(String jobId);

    @SqlUpdate(
            """
            update job_chunks set status = 'done', result = :result, finished_at = :now, updated_at = :now
            where job_id = :jobId and chunk_no = :chunkNo
            """)
    void chunkDone(String jobId, int chunkNo, @Json JsonNode result, Instant now);

    @SqlUpdate(
            """
            update jobs set progress_done = progress_done + :count, lease_until = :leaseUntil, updated_at = :now
            where job_id = :jobId and status = 'working'
            """)
    boolean progress(String jobId, int count, Instant now, Instant leaseUntil);

    @SqlUpdate(
            """
            update jobs set progress_done = :done, progress_total = :total, message = :message,
                lease_until = :leaseUntil, updated_at = :now
            where job_id = :jobId and status = 'working'
            """)
    boolean stepDone(
            String jobId,
            long done,
            @Nullable Long total,
            String message,
            Instant now,
            Instant leaseUntil);

    @SqlQuery(
            """
            update job_chunks set attempts = attempts + 1, updated_at = :now
            where job_id = :jobId and chunk_no = :chunkNo and status = 'pending'
            returning attempts
            """)
    Optional<Integer> chunkFailed(String jobId, int chunkNo, Instant now);

    @SqlUpdate(
            "update job_chunks set status = 'failed', updated_at = :now where job_id = :jobId and"
                    + " chunk_no = :chunkNo")
    void giveUpChunk(String jobId, int chunkNo, Instant now);

    @SqlQuery("select result from job_chunks where job_id = :jobId order by chunk_no")
    List<JsonNode> chunkResults(String jobId);

    @SqlUpdate(
            """
            update jobs set status = 'completed', result = :result, progress_done = coalesce(progress_total, progress_done),
                finished_at = :now, expires_at = :expiresAt, lease_until = null, updated_at = :now
            where job_id = :jobId and status = 'working'
            """)
    boolean complete(String jobId, @Json JsonNode result, Instant now, Instant expiresAt);

    @SqlUpdate(
            """
            update jobs set status = 'failed', error = :error, finished_at = :now, expires_at = :expiresAt,
                lease_until = null, updated_at = :now
            where job_id = :jobId and status in ('queued', 'working')
            """)
    boolean fail(String jobId, @Json JsonNode error, Instant now, Instant expiresAt);

    @SqlUpdate(
            """
            update jobs set status = 'cancelled', finished_at = :now, expires_at = :expiresAt, lease_until = null,
                updated_at = :now
            where job_id = :jobId and status = 'working' and cancel_requested_at is not null
            """)
    boolean cancelled(String jobId, Instant now, Instant expiresAt);

    /** Lets jobs that were put back behind a run of this tool try again at once. */
    @SqlUpdate(
            """
            update jobs set not_before_at = :now, updated_at = :now
            where status = 'queued' and not_before_at > :now and tool = :tool
            """)
    int release(String tool, Instant now);

    /**
     * Renews the leases; returns the ids of the jobs that are to stop. Skips jobs that are being ended at that
     * moment.
     */
    @SqlQuery(
            """
            with renewed as (
                update jobs set lease_until = :leaseUntil
                where job_id in (
                    select job_id from jobs where job_id = any(:jobIds) and status = 'working' for update skip locked)
                returning job_id, cancel_requested_at)
            select job_id from renewed where cancel_requested_at is not null
            """)
    List<String> renew(List<String> jobIds, Instant leaseUntil);

    /** Queued jobs that have not been looked at for a while, each returned to one caller only. */
    @SqlQuery(
            "update jobs set updated_at = :now where job_id in (select job_id from jobs where"
                + " status = 'queued' and greatest(updated_at, not_before_at) <= :before order by"
                + " submitted_at limit 50 for update skip locked) returning "
                    + JobDao.HEAD
                    + ", null::jsonb as result")
    List<Job> lookAtQueued(Instant before, Instant now);

    /** Working jobs that no worker holds any more, each returned to one caller only. */
    @SqlQuery(
            "update jobs set lease_until = :leaseUntil where job_id in (select job_id from jobs"
                    + " where status = 'working' and lease_until < :now for update skip locked)"
                    + " returning "
                    + JobDao.HEAD
                    + ", null::jsonb as result")
    List<Job> takeLapsed(Instant now, Instant leaseUntil);

    @SqlUpdate(
            """
            with gone as (select job_id from jobs j where expires_at <= :now
                    and not exists (select from imports i where i.job_id = j.job_id)
                order by expires_at limit 10000 for update skip locked),
                chunks as (delete from job_chunks where job_id in (select job_id from gone))
            delete from jobs where job_id in (select job_id from gone)
            """)
    int purge(Instant now);
}
