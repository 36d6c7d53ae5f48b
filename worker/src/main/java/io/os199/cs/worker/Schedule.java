package io.os199.cs.worker;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.json.Json;

import org.jobrunr.scheduling.JobRequestScheduler;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Every recurring task, in UTC. However many workers there are, one of them runs each. */
final class Schedule {
    /** Whom the jobs of the schedule belong to. */
    private static final String SYSTEM = "system";

    private final Database database;
    private final Jobs jobs;
    private final JobEngine engine;
    private final Partitions partitions;
    private final Clock clock;

    Schedule(Database database, Jobs jobs, JobEngine engine, Partitions partitions, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.engine = engine;
        this.partitions = partitions;
        this.clock = clock;
    }

    private List<Recurring> all() {
        return List.of(
                new Recurring("partitions-ahead", "30 0 * * *", partitions::ensureAhead),
                new Recurring("portfolio-health", "0 2 * * *", () -> submitHealth(clock)),
                new Recurring("purge", "17 * * * *", this::purge));
    }

    /**
     * @param cron minute, hour, day of month, month, day of week
     */
    private record Recurring(String name, String cron, Task task) {}

    private interface Task {
        void run() throws Exception;
    }

    /** Writes the schedule into JobRunr's tables; what was there under the same name is replaced. */
    void announce(JobRequestScheduler scheduler) {
        for (Recurring recurring : all()) {
            scheduler.scheduleRecurrently(
                    recurring.name(),
                    recurring.cron(),
                    ZoneOffset.UTC,
                    new ScheduledTask(recurring.name()));
        }
    }

    void run(String name) throws Exception {
        for (Recurring recurring : all()) {
            if (recurring.name().equals(name)) {
                recurring.task().run();
            }
        }
    }

    private void submitHealth(Clock clock) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        JsonNode arguments = Json.tree(Map.of("as_of", today));
        if (engine.tools().contains("analyze_health_scores")) {
            submit(new JobOrder("analyze_health_scores", arguments, SYSTEM));
        }
    }

    private void submit(JobOrder order) {
        database.write(tx -> jobs.submit(tx, order));
    }

    private void purge() {
        engine.purge();
        database.write(
                tx ->
                        tx.dao(PurgeDao.class).purgeIdempotencyKeys(clock.instant())
                                + tx.dao(PurgeDao.class).purgeConfirmations(clock.instant()));
    }
}
