package io.os199.cs.jobs;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param lease after which a working job that nobody renews belongs to whoever takes it
 * @param heartbeat how often a worker renews
 * @param grace how long a job may be queued before it is checked that JobRunr knows of it
 * @param putBack how long a job waits before it asks again whether another's run has ended
 * @param giveUp how long it asks
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
