package io.os199.cs.jobs;

import org.jobrunr.jobs.Job;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

/**
 * JobRunr's tables, in which a recurring task that was missed more than once is made up once. A process that slept (a paused machine, a
 * closed lid) would else queue a run for every minute of it, and its memory with them: all of them would do what the last one does.
 */
final class LatestRunStorage extends PostgresStorageProvider {
    LatestRunStorage(DataSource dataSource, String prefix, DatabaseOptions options) {
        super(dataSource, prefix, options);
    }

    @Override
    public List<Job> save(List<Job> jobs) {
        return super.save(latest(jobs));
    }

    /** Without the runs of a recurring task that a later one of the same list follows. */
    static List<Job> latest(List<Job> jobs) {
        Map<String, UUID> last = new HashMap<>();
        jobs.forEach(job -> job.getRecurringJobId().ifPresent(id -> last.put(id, job.getId())));
        return jobs.stream()
                .filter(
                        job ->
                                job.getRecurringJobId()
                                        .map(last::get)
                                        .filter(id -> !id.equals(job.getId()))
                                        .isEmpty())
                .toList();
    }
}
