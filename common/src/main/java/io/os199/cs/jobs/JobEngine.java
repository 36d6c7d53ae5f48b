package io.os199.cs.jobs;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.tracing.Tracing;
import io.os199.cs.platform.tracing.Tracing.Labels;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs jobs in this process: renews their leases while they run, stops them when somebody cancels, and picks up what
 * other processes left behind.
 */
public final class JobEngine implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(JobEngine.class);

    private final Database database;
    private final JobQueue queue;
    private final Map<String, JobWork> works;
    private final Clock clock;
    private final JobTimes times;
    private final JobEnd ends;
    private final Tracing tracing;
    private final JobStart start;
    private final JobSweeper sweeper;
    private final Set<Taker> takers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService pulse =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("jobs-", 0).factory());
    private volatile boolean leaving;
    private volatile List<ScheduledFuture<?>> beats = List.of();

    public JobEngine(
            Database database,
            JobQueue queue,
            DatabaseSignals signals,
            Collection<? extends JobWork> works,
            Clock clock,
            JobTimes times,
            JobMetrics metrics,
            Tracing tracing) {
        this.database = database;
        this.queue = queue;
        this.works =
                works.stream()
                        .collect(Collectors.toUnmodifiableMap(JobWork::tool, Function.identity()));
        this.clock = clock;
        this.times = times;
        this.ends = new JobEnd(metrics);
        this.tracing = tracing;
        this.start = new JobStart(this.works, ends, times);
        this.sweeper = new JobSweeper(database, queue, ends, clock, times);
        signals.on(Jobs.CANCEL_CHANNEL, this::cancel);
    }

    /** The tools whose jobs this engine runs. */
    public Set<String> tools() {
        return works.keySet();
    }

    @Override
    public void start() {
        long heartbeat = times.heartbeat().toMillis();
        beats =
                List.of(
                        every(heartbeat, logged(this::renewLeases)),
                        every(heartbeat, logged(sweeper::sweep)));
    }

    /** Stops taking chunks: those under way are finished, and the rest is left to other processes. */
    public void leave() {
        leaving = true;
    }

    @Override
    public void stop() {
        leave();
        beats.forEach(beat -> beat.cancel(false));
        pulse.shutdown();
    }

    private ScheduledFuture<?> every(long millis, Runnable task) {
        return pulse.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS);
    }

    /** Takes part in a job until nothing of it is left to take. */
    public void run(String jobId) {
        int takersWanted = database.write(tx -> start.start(tx, jobId, clock.instant()));
        if (takersWanted == 0) {
            return;
        }
        database.current(tx -> tx.dao(JobRunDao.class).find(jobId))
                .ifPresent(
                        job ->
                                tracing.linked(
                                        "job " + job.tool(),
                                        Labels.of("messaging.message.id", jobId),
                                        job.traceParent(),
                                        () -> {
                                            take(job, takersWanted);
                                            return jobId;
                                        }));
    }

    /** Runs a job, and leaves the rest of its work to others when this process is about to end. */
    private void take(Job job, int takersWanted) {
        Taker taker = new Taker(job.jobId(), database, works, ends, clock, times.lease());
        takers.add(taker);
        try {
            queue.enqueueTakers(job.jobId(), job.tool(), takersWanted - 1);
            boolean isDone = taker.work(() -> leaving);
            if (!isDone) {
                queue.enqueueTakers(job.jobId(), job.tool(), 1);
            }
        } finally {
            takers.remove(taker);
        }
    }

    /** Deletes what has expired; returns the number of jobs. */
    public int purge() {
        return database.write(tx -> tx.dao(JobRunDao.class).purge(clock.instant()));
    }

    private void cancel(String jobId) {
        takers.stream().filter(taker -> taker.jobId().equals(jobId)).forEach(Taker::cancel);
    }

    private void renewLeases() {
        List<String> jobIds = takers.stream().map(Taker::jobId).distinct().toList();
        if (!jobIds.isEmpty()) {
            Instant until = clock.instant().plus(times.lease());
            List<String> toStop =
                    database.write(tx -> tx.dao(JobRunDao.class).renew(jobIds, until));
            toStop.forEach(this::cancel);
        }
    }

    private static Runnable logged(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("could not look after the jobs; trying again", e);
            }
        };
    }
}
