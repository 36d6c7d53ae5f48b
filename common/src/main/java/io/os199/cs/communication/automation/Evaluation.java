package io.os199.cs.communication.automation;

import io.os199.cs.communication.automation.HitDao.Asked;
import io.os199.cs.communication.automation.HitDao.Hit;
import io.os199.cs.communication.model.AutomationRunStatus;
import io.os199.cs.communication.model.AutomationStatus;
import io.os199.cs.communication.model.TriggerType;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Looks, every five minutes, for what triggers the active automations, and stores a run for each occurrence: to be
 * done, or skipped with the reason. An automation is evaluated by one process at a time, in one transaction; so when
 * two do it at once, or one dies, the runs are the same.
 */
public final class Evaluation {
    public static final String NAME = "communication-automations";

    private static final Logger LOG = LoggerFactory.getLogger(Evaluation.class);
    private static final Actor SYSTEM = new Actor("system", null);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(4);

    /** Covers clocks that differ, and transactions that end later than their rows say. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    /** Covers rows stored with past times, as imports do; those of the last two days are still recorded as late. */
    private static final Duration LOOK_BACK = Duration.ofDays(2);

    /** An occurrence seen later than this after it happened is not acted on. */
    static final Duration LATEST = Duration.ofDays(1);

    private static final Duration FULL_DAYS_LOOKED_AT = Duration.ofHours(1);

    private final Database database;
    private final AutomationTerms terms;
    private final AuditLog audit;
    private final Clock clock;

    public Evaluation(Database database, AutomationTerms terms, AuditLog audit, Clock clock) {
        this.database = database;
        this.terms = terms;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The results of an evaluation, over all automations.
     *
     * @param dueCount runs to be done
     * @param skippedCount occurrences that were only recorded
     * @param failedCount automations that could not be evaluated
     */
    public record Done(int dueCount, int skippedCount, int failedCount) {
        static final Done NOTHING = new Done(0, 0, 0);
        static final Done FAILED = new Done(0, 0, 1);

        Done plus(Done other) {
            return new Done(
                    dueCount + other.dueCount,
                    skippedCount + other.skippedCount,
                    failedCount + other.failedCount);
        }
    }

    /** Evaluates every active automation that no other process is evaluating. */
    public Done run() {
        Done all = Done.NOTHING;
        for (String automationId :
                database.current(tx -> tx.dao(CommunicationAutomationDao.class).active())) {
            try {
                all = all.plus(database.write(tx -> evaluate(tx, automationId)));
            } catch (RuntimeException e) {
                if (Database.isUnavailable(e)) {
                    throw e;
                }
                LOG.warn("{}: automation {} could not be evaluated", NAME, automationId, e);
                failed(automationId);
                all = all.plus(Done.FAILED);
            }
        }
        return all;
    }

    /** Records the failure; what was not seen is seen next time. */
    private void failed(String automationId) {
        database.write(
                tx -> {
                    CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
                    dao.lock(automationId)
                            .ifPresent(
                                    row ->
                                            dao.failed(
                                                    automationId,
                                                    "not evaluated; tried again in five minutes"));
                    return true;
                });
    }

    /** A run as stored. */
    record Run(
            String clientId,
            String runId,
            String occurrenceKey,
            Instant triggeredAt,
            Instant dueAt,
            AutomationRunStatus status,
            @Nullable Double value) {}

    Done evaluate(Transaction tx, String automationId) {
        CommunicationAutomationDao dao = tx.dao(CommunicationAutomationDao.class);
        if (!dao.tryLockRuns(automationId)) {
            return Done.NOTHING;
        }
        CommunicationAutomationDao.Row row = dao.find(automationId).orElseThrow();
        if (row.status() != AutomationStatus.ACTIVE) {
            return Done.NOTHING;
        }
        Automation automation = row.automation();
        Instant now = StoredTime.now(clock);
        if (!isDue(automation, now)) {
            return Done.NOTHING;
        }
        List<Hit> hits =
                tx.within(LONGEST_LOOK, () -> tx.dao(HitDao.class).hits(asked(automation, now)))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "not looked through in " + LONGEST_LOOK));
        // Locked only now, so that whoever stops or changes it does not wait for a long search,
        // whose result is then
        // discarded.
        CommunicationAutomationDao.Row held = dao.lock(automationId).orElseThrow();
        if (held.version() != row.version() || held.status() != AutomationStatus.ACTIVE) {
            return Done.NOTHING;
        }
        CommunicationRunDao runs = tx.dao(CommunicationRunDao.class);
        List<Run> decided =
                hits.isEmpty()
                        ? List.of()
                        : decide(
                                automation,
                                hits,
                                runs.countSince(automationId, now.truncatedTo(ChronoUnit.DAYS)),
                                now);
        if (!decided.isEmpty()) {
            runs.insert(automationId, Json.write(decided), now);
        }
        dao.evaluated(automationId, now);
        int due = count(decided, AutomationRunStatus.PENDING);
        if (count(decided, AutomationRunStatus.SKIPPED_LIMIT) > 0
                && dao.pauseByLimit(automationId, now) == 1) {
            audit.record(
                    tx,
                    AuditEntry.done(
                            SYSTEM,
                            CommunicationAutomations.TOOL,
                            "pause by limit",
                            List.of(automationId)));
        }
        return new Done(due, decided.size() - due, 0);
    }

    /** Whether to evaluate now; a trigger over full days reads weeks of use, which is worth it only once an hour. */
    private static boolean isDue(Automation automation, Instant now) {
        Instant evaluated = automation.lastEvaluatedAt();
        Instant since = Objects.requireNonNull(automation.activatedAt());
        return automation.settings().trigger().type() != TriggerType.USAGE_PATTERN
                || evaluated == null
                || evaluated.isBefore(since)
                || !now.isBefore(evaluated.plus(FULL_DAYS_LOOKED_AT));
    }

    private static int count(List<Run> runs, AutomationRunStatus status) {
        return (int) runs.stream().filter(run -> run.status() == status).count();
    }

    private Asked asked(Automation automation, Instant now) {
        Instant since = Objects.requireNonNull(automation.activatedAt());
        Instant evaluated = automation.lastEvaluatedAt();
        Instant from = evaluated == null ? since : evaluated.minus(OVERLAP);
        if (automation.settings().trigger().type() == TriggerType.USAGE_PATTERN) {
            // Only the days up to now matter, and it is recorded once a week.
            from = now.truncatedTo(ChronoUnit.DAYS);
        } else if (now.minus(LOOK_BACK).isBefore(from)) {
            from = now.minus(LOOK_BACK);
        }
        return Asked.of(
                automation.automationId(),
                null,
                automation.settings(),
                terms,
                since,
                from.isBefore(since) ? since : from,
                now);
    }

    /**
     * Decides which occurrences run. For one client the earliest counts first; the runs still allowed today go to the
     * clients in the order of their ids.
     *
     * @param today runs of the automation that were accepted since midnight, UTC
     */
    static List<Run> decide(Automation automation, List<Hit> hits, int today, Instant now) {
        AutomationSettings settings = automation.settings();
        Duration cooldown = Duration.ofDays(settings.cooldownDays());
        Duration delay = Duration.ofMinutes(settings.delayMinutes());
        int left = automation.maxRunsPerDay() - today;
        List<Hit> sorted = new ArrayList<>(hits);
        sorted.sort(
                Comparator.comparing(Hit::clientId)
                        .thenComparing(Hit::at)
                        .thenComparing(Hit::occurrenceKey));
        List<Run> runs = new ArrayList<>();
        String clientId = null;
        Instant last = null;
        for (Hit hit : sorted) {
            if (!hit.clientId().equals(clientId)) {
                clientId = hit.clientId();
                last = hit.lastRunAt();
            }
            AutomationRunStatus status;
            if (hit.at().plus(LATEST).isBefore(now)) {
                status = AutomationRunStatus.SKIPPED_LATE;
            } else if (last != null
                    && cooldown.isPositive()
                    && hit.at().isBefore(last.plus(cooldown))) {
                status = AutomationRunStatus.SKIPPED_COOLDOWN;
            } else if (left <= 0) {
                status = AutomationRunStatus.SKIPPED_LIMIT;
            } else {
                status = AutomationRunStatus.PENDING;
                last = hit.at();
                left--;
            }
            runs.add(
                    new Run(
                            hit.clientId(),
                            TypeId.next("run"),
                            hit.occurrenceKey(),
                            hit.at(),
                            hit.at().plus(delay),
                            status,
                            hit.value()));
        }
        return runs;
    }
}
