package io.os199.cs.onboarding.automation;

import io.os199.cs.onboarding.FirstValueDao;
import io.os199.cs.onboarding.automation.OccurrenceDao.Scanned;
import io.os199.cs.onboarding.model.MilestoneStatus;
import io.os199.cs.onboarding.plan.Milestone;
import io.os199.cs.onboarding.plan.Plan;
import io.os199.cs.onboarding.plan.PlanListener;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Finds the occurrences that automations wait for: those of a changed plan in the transaction of the change, those of
 * all plans by a scan. Both use the same statement, and there is one run for each occurrence, so it does not matter
 * which comes first.
 */
public final class Occurrences implements PlanListener {
    @Override
    public void changed(Transaction tx, Plan before, Plan after, Instant now) {
        queue(
                tx,
                after.head().clientId(),
                after.milestones().stream()
                        .filter(m -> m.status() == MilestoneStatus.COMPLETED)
                        .map(Milestone::sequence)
                        .filter(sequence -> !wasCompleted(before, sequence))
                        .toList(),
                now);
    }

    private static boolean wasCompleted(Plan before, int sequence) {
        return before.milestones().stream()
                .anyMatch(m -> m.sequence() == sequence && m.status() == MilestoneStatus.COMPLETED);
    }

    /** Queues what has happened at a client by now. */
    void queue(Transaction tx, String clientId, List<Integer> completed, Instant now) {
        List<String> subscribers = tx.dao(OnboardingRunDao.class).subscribers(clientId);
        if (!subscribers.isEmpty()) {
            tx.dao(OccurrenceDao.class)
                    .queue(clientId, now, day(now), completed, firstValues(tx, subscribers, now));
        }
    }

    /** Queues what has happened at all clients by now, and ends whatever no longer has a reason. */
    Scanned scan(Transaction tx, Instant now) {
        List<String> subscribers = tx.dao(OnboardingRunDao.class).subscribers(null);
        return tx.dao(OccurrenceDao.class)
                .scan(null, now, day(now), List.of(), firstValues(tx, subscribers, now));
    }

    /** One client's first value, by the shared rule. */
    private record FirstOfClient(
            String clientId, @Nullable String planId, @Nullable LocalDate firstValueOn) {}

    private static String firstValues(Transaction tx, List<String> clientIds, Instant now) {
        return clientIds.isEmpty()
                ? "[]"
                : Json.write(
                        tx.dao(FirstValueDao.class).find(clientIds, day(now)).stream()
                                .map(
                                        each ->
                                                new FirstOfClient(
                                                        each.clientId(),
                                                        each.planId(),
                                                        each.firstValueOn()))
                                .toList());
    }

    static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
