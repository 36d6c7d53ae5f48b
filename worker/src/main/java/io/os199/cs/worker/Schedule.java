package io.os199.cs.worker;

import static org.jobrunr.scheduling.RecurringJobBuilder.aRecurringJob;

import io.os199.cs.expansion.finding.ExpansionScan;
import io.os199.cs.expansion.renewal.RenewalRefresh;
import io.os199.cs.health.PortfolioScoring;
import io.os199.cs.health.adoption.PortfolioAdoptionWork;
import io.os199.cs.health.adoption.PortfolioMilestoneWork;
import io.os199.cs.health.lifecycle.LifecycleWork;
import io.os199.cs.health.patterns.EngagementPatternWork;
import io.os199.cs.jobs.JobEngine;
import io.os199.cs.jobs.Jobs;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.retention.churn.ChurnTrainingWork;
import io.os199.cs.retention.risk.RiskRefresh;

import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.storage.StorageProvider;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every recurring task, in UTC. However many workers there are, one of them runs each. */
final class Schedule {
    /** Also done when a worker starts: without partitions of this month nothing can be audited. */
    static final String PARTITIONS = "partitions-ahead";

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
                new Recurring("portfolio-health", "0 2 * * *", this::submitHealth),
                new Recurring("adoption-milestones", "30 2 * * *", this::submitMilestones),
                new Recurring("engagement-patterns", "45 2 * * *", this::submitPatterns),
                new Recurring("risk-refresh", "0 3 * * *", this::submitRisk),
                new Recurring("feature-adoption", "15 3 * * *", this::submitFeatureAdoption),
                new Recurring("renewal-refresh", "30 3 * * *", this::submitRenewals),
                new Recurring("churn-model-train", "0 4 1 * *", this::submitTraining),
                new Recurring("expansion-scan", "0 4 * * *", this::submitExpansion),
                new Recurring("lifecycle-rules", "30 4 * * *", this::submitLifecycle),
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

    /**
     * Writes the schedule into JobRunr's tables; what was there under the same name is replaced. What is not of it any more, as that of a
     * service that was switched off, is taken out.
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

    private void submitHealth() {
        database.write(tx -> jobs.submit(tx, PortfolioScoring.today(tx, today())));
    }

    private void submitMilestones() {
        database.write(tx -> jobs.submit(tx, PortfolioMilestoneWork.nightly(tx, today())));
    }

    private void submitPatterns() {
        database.write(tx -> jobs.submit(tx, EngagementPatternWork.nightly(today())));
    }

    private void submitFeatureAdoption() {
        database.write(tx -> jobs.submit(tx, PortfolioAdoptionWork.nightly(today())));
    }

    private void submitLifecycle() {
        database.write(tx -> jobs.submit(tx, LifecycleWork.nightly(today())));
    }

    private void submitRisk() {
        database.write(tx -> jobs.submit(tx, RiskRefresh.nightly(tx, today())));
    }

    private void submitRenewals() {
        database.write(tx -> jobs.submit(tx, RenewalRefresh.nightly(tx, today())));
    }

    private void submitExpansion() {
        database.write(tx -> jobs.submit(tx, ExpansionScan.nightly(today())));
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
