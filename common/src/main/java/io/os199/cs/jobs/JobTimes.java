package io.os199.cs.jobs;

import java.time.Duration;

/**
 * Time limits of the job engine.
 *
 * @param lease time without renewal after which anybody may take over a working job
 * @param heartbeat how often a worker renews its leases
 * @param grace how long a job may be queued before the sweeper checks that JobRunr knows it
 * @param putBack how long a job waits before it checks again whether another run has ended
 * @param giveUp how long it keeps checking
 */
public record JobTimes(
        Duration lease, Duration heartbeat, Duration grace, Duration putBack, Duration giveUp) {
    public static JobTimes usual() {
        return new JobTimes(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Duration.ofHours(2));
    }

    /** How long the row of an ended job is kept. */
    static Duration kept(String tool) {
        return tool.equals("import") ? Duration.ofDays(30) : Duration.ofHours(24);
    }
}
