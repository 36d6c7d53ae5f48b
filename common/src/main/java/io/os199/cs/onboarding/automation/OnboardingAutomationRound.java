package io.os199.cs.onboarding.automation;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.onboarding.automation.AutomationRuns.Outcome;
import io.os199.cs.onboarding.automation.OccurrenceDao.Scanned;
import io.os199.cs.onboarding.model.PlanStanding.ProgressStatus;
import io.os199.cs.onboarding.progress.TrackedPlan;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.SoleRound;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at all onboarding plans with automations every quarter of an hour: queues what happened and what has come
 * due, closes alerts whose condition has ended, and performs the waiting runs. Each run is a transaction of its own,
 * so that a worker that dies leaves it either done or undone.
 */
public final class OnboardingAutomationRound {
    public static final String NAME = "onboarding-automations";

    private static final Logger LOG = LoggerFactory.getLogger(OnboardingAutomationRound.class);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

    private final Database database;
    private final Occurrences occurrences;
    private final AutomationRuns runs;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public OnboardingAutomationRound(
            Database database,
            Occurrences occurrences,
            AutomationRuns runs,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.occurrences = occurrences;
        this.runs = runs;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * The result of a round.
     *
     * @param queuedCount runs that are new
     * @param doneCount runs that were done, whatever their outcome
     * @param failedCount runs that failed or will be tried again in the next round
     * @param closedCount alerts whose condition has ended
     */
    public record Done(int queuedCount, int doneCount, int failedCount, int closedCount) {
        static final Done NOTHING = new Done(0, 0, 0, 0);
    }

    /** Runs one round; does nothing while another is under way. */
    public Done run() {
        return SoleRound.run(database, NAME, Done.NOTHING, this::run);
    }

    private Done run(SoleRound round) {
        Instant now = StoredTime.now(clock);
        Scanned scanned = database.write(tx -> scan(tx, now));
        int done = 0;
        int failed = 0;
        for (OnboardingRunDao.Waiting each :
                round.tx().dao(OnboardingRunDao.class).waiting(null, null)) {
            round.stay();
            try {
                Outcome outcome =
                        database.write(
                                tx ->
                                        runs.perform(tx, each, now)
                                                .orElse(Outcome.SKIPPED_CONDITION));
                done++;
                failed += outcome == Outcome.FAILED ? 1 : 0;
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                LOG.warn("{}: run {} failed and is tried again", NAME, each.runId(), e);
                failed++;
            }
        }
        return new Done(scanned.queuedCount(), done, failed, scanned.closedTasks().size());
    }

    private Scanned scan(Transaction tx, Instant now) {
        return tx.within(LONGEST_LOOK, () -> look(tx, now))
                .orElseThrow(
                        () -> new IllegalStateException("not looked through in " + LONGEST_LOOK));
    }

    private Scanned look(Transaction tx, Instant now) {
        tx.dao(OnboardingRunDao.class).follow(delayed(tx, Occurrences.day(now)), now);
        Scanned scanned = occurrences.scan(tx, now);
        if (!scanned.closedTasks().isEmpty()) {
            audit.record(
                    tx,
                    AuditEntry.done(
                            new Actor("system", null),
                            PlanAutomations.TOOL,
                            "close alerts",
                            scanned.closedTasks()));
            answers.changedAll(tx, scanned.closedClients());
        }
        return scanned;
    }

    /** Returns the clients with automations whose plan will end late, by the rule that all answers about plans use. */
    private static List<String> delayed(Transaction tx, LocalDate today) {
        Set<String> subscribers = new HashSet<>(tx.dao(OnboardingRunDao.class).subscribers(null));
        return subscribers.isEmpty()
                ? List.of()
                : TrackedPlan.live(tx, null, null, today, false)
                        .filter(plan -> subscribers.contains(plan.clientId()))
                        .filter(plan -> plan.standing(today).status() == ProgressStatus.DELAYED)
                        .map(TrackedPlan::clientId)
                        .toList();
    }
}
