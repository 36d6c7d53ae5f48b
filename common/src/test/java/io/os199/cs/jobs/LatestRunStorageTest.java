package io.os199.cs.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.states.ScheduledState;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class LatestRunStorageTest {
    private static final Instant BEGIN = Instant.parse("2026-06-15T12:00:00Z");

    @Test
    void ofWhatWasMissedTheLatestIsMadeUp() {
        Job other = run(null, 0);
        List<Job> jobs = new ArrayList<>(List.of(other));
        for (int minute = 0; minute < 3_720; minute++) {
            jobs.add(run("ticket-clocks", minute));
        }
        Job hourly = run("purge", 17);
        jobs.add(hourly);
        assertThat(LatestRunStorage.latest(jobs))
                .containsExactly(other, jobs.get(3_720), hourly)
                .hasSize(3);
    }

    private static Job run(String recurring, int minute) {
        Job job =
                new Job(
                        new JobDetails(new RunJob("job_1")),
                        new ScheduledState(BEGIN.plusSeconds(60L * minute)));
        if (recurring != null) {
            job.setRecurringJobId(recurring);
        }
        return job;
    }
}
