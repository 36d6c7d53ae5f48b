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
 * JobRunr's tables, with one change: a recurring task that was missed several times is made up for once. A process
 * that slept (a paused machine, a closed lid) would otherwise queue a run for every minute it slept and fill its
 * memory with them, although all of them would do what the last one does.
 */
final class LatestRunStorage extends PostgresStorageProvider {
    LatestRunStorage(DataSource dataSource, String prefix, DatabaseOptions options) {
        super(dataSource, prefix, options);
    }

    @Override
    public List<Job> save(List<Job> jobs) {
        return super.save(latest(jobs));
    }

    /** Drops each run of a recurring task that is followed by a later one in the same list. */
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
