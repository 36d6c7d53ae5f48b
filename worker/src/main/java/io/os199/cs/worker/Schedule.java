package io.os199.cs.worker;

import static org.jobrunr.scheduling.RecurringJobBuilder.aRecurringJob;

import io.os199.cs.core.ContractDays;
import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.health.lifecycle.LifecycleWork;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.jobs.Job;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.JobOrder;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.jobs.model.JobStatus;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.retention.churn.ChurnTrainingWork;
import io.os199.cs.retention.risk.RiskRefresh;

import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.storage.StorageProvider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Every recurring task, in UTC. However many workers there are, each task is run by one of them. */
final class Schedule {
    /** The task also runs when a worker starts: without partitions for this month nothing can be audited. */
    static final String PARTITIONS = "partitions-ahead";

    /** The tolerance for JobRunr, which starts tasks some seconds early, and catches up within some. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    /**
     * The nightly computations, in this order. The first one comes soon after midnight, since contracts that begin
     * with the day do not count before.
     */
    private static final List<Nightly> NIGHT =
            List.of(
                    new Nightly("contract-days", 0, 5, (tx, today) -> ContractDays.nightly(today)),
                    new Nightly("portfolio-health", 2, 0, PortfolioScoring::today),
                    new Nightly("adoption-milestones", 2, 30, PortfolioMilestoneWork::nightly),
                    new Nightly(
                            "engagement-patterns",
                            2,
                            45,
                            (tx, today) -> EngagementPatternWork.nightly(today)),
                    new Nightly("risk-refresh", 3, 0, RiskRefresh::nightly),
                    new Nightly(
                            "feature-adoption",
                            3,
                            15,
                            (tx, today) -> PortfolioAdoptionWork.nightly(today)),
                    new Nightly("renewal-refresh", 3, 30, RenewalRefresh::nightly),
                    new Nightly(
                            "expansion-scan", 4, 0, (tx, today) -> ExpansionScan.nightly(today)),
                    new Nightly(
                            "lifecycle-rules", 4, 30, (tx, today) -> LifecycleWork.nightly(today)));

    private final Database database;
    private final Jobs jobs;
    private final JobEngine engine;
    private final Partitions partitions;
    private final Upkeep upkeep;
    private final Collection<Round> rounds;
    private final Clock clock;

    Schedule(
            Database database,
            Jobs jobs,
            JobEngine engine,
            Partitions partitions,
            Upkeep upkeep,
            Collection<Round> rounds,
            Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.engine = engine;
        this.partitions = partitions;
        this.upkeep = upkeep;
        this.rounds = List.copyOf(rounds);
        this.clock = clock;
    }

    private List<Recurring> all() {
        List<Recurring> all = new ArrayList<>(ours());
        NIGHT.forEach(each -> all.add(new Recurring(each.name(), each.cron(), () -> submit(each))));
        rounds.forEach(
                round -> all.add(new Recurring(round.name(), round.cron(), round.task()::run)));
        return all;
    }

    private List<Recurring> ours() {
        return List.of(
                new Recurring(PARTITIONS, "30 0 * * *", partitions::ensureAhead),
                new Recurring("usage-retention", "10 1 * * *", upkeep.usageRetention()::run),
                new Recurring("audit-retention", "40 1 * * *", upkeep.auditRetention()::run),
                new Recurring("import-retention", "37 * * * *", upkeep.importRetention()::run),
                new Recurring("row-retention", "20 1 * * *", upkeep.rowRetention()::run),
                new Recurring("churn-model-train", "0 4 1 * *", this::submitTraining),
                new Recurring("audit-check", "45 5 * * *", upkeep.auditCheck()::run),
                new Recurring("purge", "17 * * * *", this::purge));
    }

    /**
     * @param cron minute, hour, day of month, month, day of week
     */
    private record Recurring(String name, String cron, Task task) {}

    private interface Task {
        void run() throws Exception;
    }

    /** A nightly job. */
    private record Nightly(String name, int hour, int minute, Order order) {
        String cron() {
            return minute + " " + hour + " * * *";
        }

        Instant lastDue(Instant now) {
            Instant today =
                    LocalDate.ofInstant(now, ZoneOffset.UTC)
                            .atTime(hour, minute)
                            .toInstant(ZoneOffset.UTC);
            return today.isAfter(now) ? today.minus(1, ChronoUnit.DAYS) : today;
        }
    }

    private interface Order {
        JobOrder of(Transaction tx, LocalDate today);
    }

    /**
     * Writes the schedule into JobRunr's tables, replacing what was there under the same name. What is no longer part
     * of it, such as the tasks of a service that was switched off, is removed.
     */
    void announce(StorageProvider storage) {
        JobRequestScheduler scheduler = new JobRequestScheduler(storage);
        List<Recurring> all = all();
        for (Recurring recurring : all) {
            scheduler.createRecurrently(
                    aRecurringJob()
                            .withId(recurring.name())
                            .withName(recurring.name())
                            .withCron(recurring.cron())
                            .withZoneId(ZoneOffset.UTC)
                            .withJobRequest(new ScheduledTask(recurring.name())));
        }
        Set<String> names = all.stream().map(Recurring::name).collect(Collectors.toSet());
        storage.getRecurringJobs().stream()
                .map(RecurringJob::getId)
                .filter(id -> !names.contains(id))
                .forEach(storage::deleteRecurringJob);
    }

    void run(String name) throws Exception {
        for (Recurring recurring : all()) {
            if (recurring.name().equals(name)) {
                recurring.task().run();
            }
        }
    }

    /**
     * Submits a nightly job, and before it those of the same night that were missed: after an outage JobRunr makes up
     * for all of them at once and in no order, and each reads the results of those before it.
     */
    private void submit(Nightly last) {
        Instant now = clock.instant();
        database.write(
                tx -> {
                    tx.dao(NightDao.class).lock();
                    for (Nightly each : NIGHT.subList(0, NIGHT.indexOf(last) + 1)) {
                        JobOrder order = each.order().of(tx, today());
                        Optional<Job> newest = jobs.newest(tx, order);
                        if (each.equals(last)
                                ? !isJustDone(newest, now)
                                : newest.isEmpty()
                                        || newest.get()
                                                .submittedAt()
                                                .isBefore(each.lastDue(now).minus(SLACK))) {
                            jobs.submit(tx, order);
                        }
                    }
                    return last;
                });
    }

    /** Whether a later job of the night has submitted it moments ago. */
    private static boolean isJustDone(Optional<Job> newest, Instant now) {
        return newest.filter(job -> job.submittedAt().isAfter(now.minus(SLACK)))
                .filter(
                        job ->
                                job.status() != JobStatus.FAILED
                                        && job.status() != JobStatus.CANCELLED)
                .isPresent();
    }

    private void submitTraining() {
        database.write(tx -> jobs.submit(tx, ChurnTrainingWork.monthly(today())));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void purge() {
        engine.purge();
        database.write(
                tx ->
                        tx.dao(PurgeDao.class).purgeIdempotencyKeys(clock.instant())
                                + tx.dao(PurgeDao.class).purgeConfirmations(clock.instant()));
    }
}
