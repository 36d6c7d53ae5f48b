package io.os199.cs.jobs;

import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.CanonicalJson;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The only way to submit a job. */
public final class JobSubmission {
    private static final int ATTEMPTS = 5;

    private final JobQueue queue;
    private final Clock clock;

    public JobSubmission(JobQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Returns the open job of this principal with these arguments, or a new one. It is queued once {@code tx} has
     * committed; if queueing fails, a worker finds the row by itself.
     */
    public Job submit(Transaction tx, JobOrder order) {
        JobDao dao = tx.dao(JobDao.class);
        String hash = CanonicalJson.hash(order.arguments(), Set.of());
        Instant now = StoredTime.now(clock);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String jobId = TypeId.next("job");
            int made =
                    dao.insert(
                            jobId,
                            order.tool(),
                            order.arguments(),
                            hash,
                            order.principal(),
                            order.traceParent(),
                            order.retryOf(),
                            now);
            if (made == 1) {
                tx.afterCommit(() -> queue.enqueue(jobId, order.tool(), null));
            }
            // Absent only when the job that stood in the way has ended between the two statements.
            Optional<Job> job = dao.findOpen(order.principal(), order.tool(), hash);
            if (job.isPresent()) {
                return job.get();
            }
        }
        throw new IllegalStateException("jobs of " + order.tool() + " end as fast as they begin");
    }

    /**
     * Like {@link #submit}, for work on what {@code tx} has changed: all of it is done after the commit. A run under
     * way may have read what was there before, and so may the finished part of a failed one; neither counts here.
     */
    public Job submitAnew(Transaction tx, JobOrder order) {
        JobDao dao = tx.dao(JobDao.class);
        Instant now = StoredTime.now(clock);
        JobOrder anew = order;
        while (true) {
            String hash = CanonicalJson.hash(anew.arguments(), Set.of());
            dao.holdQueued(order.tool(), hash);
            Optional<String> begun = dao.findBegun(order.principal(), order.tool(), hash, now);
            if (begun.isEmpty()) {
                return submit(tx, anew);
            }
            anew = order.after(begun.get());
        }
    }

    /** The newest job of the same principal with the same arguments, whatever its outcome. */
    public Optional<Job> newest(Transaction tx, JobOrder order) {
        return tx.dao(JobDao.class)
                .newest(
                        order.principal(),
                        order.tool(),
                        CanonicalJson.hash(order.arguments(), Set.of()));
    }
}
