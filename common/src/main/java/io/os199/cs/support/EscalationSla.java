package io.os199.cs.support;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.Json;
import io.os199.cs.support.EscalationSlaDao.Closed;
import io.os199.cs.support.EscalationSlaDao.Mark;
import io.os199.cs.support.model.ResponseTimes;
import io.os199.cs.support.model.SlaClock;
import io.os199.cs.support.model.UpdateKind;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Watches the clocks of escalations: for each clock and opening it records once that three quarters of the time are
 * over and once that the deadline was missed, and it closes escalations that have been solved for a week. Any number
 * of workers may run it at once.
 */
public final class EscalationSla {
    /** The name of the job, which is also the actor of the updates that it writes. */
    public static final String JOB = "escalation-sla";

    private static final Duration CLOSES_AFTER = Duration.ofDays(7);
    private static final int AT_ONCE = 500;
    private static final String TIMES = Json.write(ResponseTimes.all());

    private final Database database;
    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;
    private final Clock clock;

    public EscalationSla(
            Database database,
            Timeline timeline,
            AuditLog audit,
            ClientAnswers answers,
            Clock clock) {
        this.database = database;
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
        this.clock = clock;
    }

    /** Does everything that is due now, up to 500 escalations per transaction. */
    public void run() {
        Instant now = StoredTime.now(clock);
        while (database.write(tx -> watch(tx, now)) == AT_ONCE) {
            // Continues with the next ones.
        }
        while (database.write(tx -> close(tx, now)) == AT_ONCE) {
            // Continues with the next ones.
        }
    }

    /**
     * Records the marks that the clocks of one escalation have passed, so that stopping a late clock leaves a record
     * that it was late. The caller has locked the escalation.
     */
    static void settle(
            Transaction tx, Timeline timeline, String escalationId, Instant now, String source) {
        List<Mark> marks =
                tx.dao(EscalationSlaDao.class).writeMarks(TIMES, List.of(escalationId), JOB, now);
        timeline.record(tx, breaches(timeline, marks, now, source));
    }

    private int watch(Transaction tx, Instant now) {
        EscalationSlaDao dao = tx.dao(EscalationSlaDao.class);
        List<String> held = dao.lockPassed(TIMES, now, AT_ONCE);
        // The rows are locked by now, so this statement sees what another worker wrote before.
        List<Mark> marks = held.isEmpty() ? List.of() : dao.writeMarks(TIMES, held, JOB, now);
        timeline.record(tx, breaches(timeline, marks, now, JOB));
        told(
                tx,
                marks.stream().map(Mark::clientId),
                marks.stream().map(Mark::escalationId),
                "record %d of the clocks' warnings and breaches".formatted(marks.size()));
        return held.size();
    }

    private static List<TimelineEvent> breaches(
            Timeline timeline, List<Mark> marks, Instant now, String source) {
        return marks.stream()
                .filter(mark -> mark.kind() == UpdateKind.SLA_BREACH)
                .map(
                        mark ->
                                new TimelineEvent(
                                        mark.clientId(),
                                        now,
                                        timeline.idOf(
                                                "escalation_breach",
                                                mark.escalationId(),
                                                mark.clock().name(),
                                                Integer.toString(mark.opening())),
                                        EventType.ESCALATION,
                                        mark.clock() == SlaClock.RESOLVE
                                                ? "Escalation not solved in time"
                                                : "Escalation not acknowledged in time",
                                        Map.of("clock", mark.clock()),
                                        Impact.NEGATIVE,
                                        false,
                                        JOB,
                                        source,
                                        mark.escalationId()))
                .toList();
    }

    private int close(Transaction tx, Instant now) {
        EscalationSlaDao dao = tx.dao(EscalationSlaDao.class);
        List<String> held = dao.lockSolved(now.minus(CLOSES_AFTER), AT_ONCE);
        List<Closed> closed = held.isEmpty() ? List.of() : dao.close(held, JOB, now);
        timeline.record(
                tx,
                closed.stream()
                        .map(
                                each ->
                                        new TimelineEvent(
                                                each.clientId(),
                                                now,
                                                timeline.newId(),
                                                EventType.ESCALATION,
                                                "Escalation closed",
                                                Map.of(
                                                        "days_after_resolution",
                                                        CLOSES_AFTER.toDays()),
                                                Impact.NEUTRAL,
                                                false,
                                                JOB,
                                                JOB,
                                                each.escalationId()))
                        .toList());
        told(
                tx,
                closed.stream().map(Closed::clientId),
                closed.stream().map(Closed::escalationId),
                "close %d solved escalations".formatted(closed.size()));
        return held.size();
    }

    private void told(
            Transaction tx, Stream<String> clientIds, Stream<String> escalationIds, String action) {
        List<String> clients = clientIds.distinct().sorted().toList();
        if (clients.isEmpty()) {
            return;
        }
        answers.changedAll(tx, clients);
        audit.record(
                tx,
                AuditEntry.doneToMany(
                        new Actor(JOB, null),
                        JOB,
                        action,
                        escalationIds.distinct().sorted().toList()));
    }
}
