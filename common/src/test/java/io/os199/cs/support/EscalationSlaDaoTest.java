package io.os199.cs.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.Severity;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.support.model.Escalation;
import io.os199.cs.support.model.EscalationChange;
import io.os199.cs.support.model.EscalationMove;
import io.os199.cs.support.model.NewEscalation;
import io.os199.cs.support.model.RootCause;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The job that runs every five minutes, over escalations that were opened and moved as tools do it. */
final class EscalationSlaDaoTest {
    private static final Actor ANA = new Actor("ana", null);

    private final TestClock clock = new TestClock("2026-07-01T22:30:00Z");
    private final TestDatabase database = TestDatabase.create(clock);
    private final Timeline timeline = new Timeline();
    private final AuditLog audit = new AuditLog(clock);
    private final Escalations escalations =
            new Escalations(timeline, audit, ClientAnswers.unkept());
    private final EscalationSla sla =
            new EscalationSla(database.database(), timeline, audit, ClientAnswers.unkept(), clock);

    @BeforeEach
    void arrange() {
        database.jdbi()
                .useHandle(
                        db ->
                                RetentionScenes.client(
                                        db,
                                        "client_a",
                                        "Acme Corp",
                                        "professional",
                                        72_000,
                                        "2025-01-01",
                                        "2027-01-01"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesEachMarkOnceWhenItsClockHasPassedIt() {
        open(Severity.CRITICAL);
        at("2026-07-01T23:14:59Z");
        assertThat(marks()).isEmpty();
        at("2026-07-01T23:15:00Z");
        assertThat(marks()).containsExactly("1 acknowledge sla_warning 0");
        at("2026-07-01T23:30:00Z");
        assertThat(marks()).hasSize(1);
        at("2026-07-01T23:35:00Z");
        assertThat(marks()).hasSize(2).last().isEqualTo("2 acknowledge sla_breach 0");
        at("2026-07-02T09:00:00Z");
        at("2026-07-02T09:05:00Z");
        assertThat(marks())
                .containsExactly(
                        "1 acknowledge sla_warning 0",
                        "2 acknowledge sla_breach 0",
                        "3 resolve sla_warning 0",
                        "4 resolve sla_breach 0");
        assertThat(
                        rows(
                                "select title from timeline_events where actor = 'escalation-sla'"
                                        + " order by occurred_at"))
                .containsExactly(
                        "Escalation not acknowledged in time", "Escalation not solved in time");
        assertThat(rows("select action from audit_log where tool = 'escalation-sla' order by at"))
                .hasSize(3);
    }

    @Test
    void aStoppedClockPassesNothingAndANewOneAllAgain() {
        Escalation opened = open(Severity.CRITICAL);
        at("2026-07-01T22:40:00Z");
        Escalation resolved = change(opened, EscalationMove.RESOLVE);
        at("2026-07-02T12:00:00Z");
        assertThat(marks()).isEmpty();
        Escalation reopened = change(resolved, EscalationMove.REOPEN);
        assertThat(reopened.dueAt()).isEqualTo("2026-07-02T16:00:00Z");
        at("2026-07-02T17:00:00Z");
        assertThat(marks()).containsExactly("3 resolve sla_warning 1", "4 resolve sla_breach 1");
    }

    /** Between two runs of the job a clock may pass its end and be stopped; the breach is not lost. */
    @Test
    void whoStopsAClockThatIsLateLeavesTheBreach() {
        Escalation opened = open(Severity.CRITICAL);
        clock.set("2026-07-01T23:32:00Z");
        change(opened, EscalationMove.ACKNOWLEDGE);
        assertThat(marks())
                .containsExactly("1 acknowledge sla_warning 0", "2 acknowledge sla_breach 0");
        assertThat(
                        rows(
                                "select update_no || ' ' || to_status from escalation_updates where"
                                        + " kind = 'status'"))
                .containsExactly("3 acknowledged");
        at("2026-07-01T23:35:00Z");
        assertThat(marks()).hasSize(2);
    }

    @Test
    void workersAtOnceWriteEveryMarkOnceAndCloseOnce() throws Exception {
        for (int i = 0; i < 700; i++) {
            open(Severity.CRITICAL);
        }
        for (int i = 0; i < 40; i++) {
            change(open(Severity.LOW), EscalationMove.RESOLVE);
        }
        clock.set("2026-07-02T23:00:00Z");
        together();
        assertThat(rows("select count(*) from escalation_updates where kind like 'sla_%'"))
                .containsExactly("2800");
        assertThat(
                        rows(
                                "select count(distinct (escalation_id, clock, kind)) from"
                                        + " escalation_updates where kind like 'sla_%'"))
                .containsExactly("2800");
        assertThat(rows("select count(*) from escalations where status = 'closed'"))
                .containsExactly("0");

        clock.set("2026-07-08T22:30:00Z");
        together();
        assertThat(rows("select count(*) from escalations where status = 'closed' and version = 2"))
                .containsExactly("40");
        assertThat(rows("select count(*) from escalation_updates where to_status = 'closed'"))
                .containsExactly("40");
        assertThat(rows("select count(*) from timeline_events where title = 'Escalation closed'"))
                .containsExactly("40");
    }

    @Test
    void writesAnEscalationThatSomebodyHoldsAtItsNextRun() {
        Escalation opened = open(Severity.CRITICAL);
        clock.set("2026-07-02T23:00:00Z");
        database.jdbi()
                .useTransaction(
                        db -> {
                            db.execute(
                                    "select from escalations where escalation_id = ? for update",
                                    opened.escalationId());
                            sla.run();
                            assertThat(marks()).isEmpty();
                        });
        sla.run();
        assertThat(marks()).hasSize(4);
    }

    private void together() throws Exception {
        int workers = 4;
        CyclicBarrier begin = new CyclicBarrier(workers);
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> runs =
                    IntStream.range(0, workers)
                            .<Future<?>>mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        begin.await();
                                                        sla.run();
                                                        return i;
                                                    }))
                            .toList();
            for (Future<?> run : runs) {
                run.get();
            }
        }
        // What one worker had locked, the other skipped: the next run finds that nothing was
        // forgotten.
        sla.run();
    }

    private void at(String instant) {
        clock.set(instant);
        sla.run();
    }

    private Escalation open(Severity severity) {
        return done(
                database.database()
                        .write(
                                tx ->
                                        escalations.open(
                                                tx,
                                                new NewEscalation(
                                                        "client_a",
                                                        severity,
                                                        "Late",
                                                        null,
                                                        null,
                                                        null),
                                                new Doing(ANA, "test", clock.instant()))));
    }

    private Escalation change(Escalation escalation, EscalationMove move) {
        boolean resolves = move == EscalationMove.RESOLVE;
        return done(
                database.database()
                        .write(
                                tx ->
                                        escalations.change(
                                                tx,
                                                new EscalationChange(
                                                        escalation.escalationId(),
                                                        move,
                                                        escalation.version(),
                                                        null,
                                                        null,
                                                        resolves ? null : "again",
                                                        resolves ? RootCause.BILLING : null,
                                                        resolves ? "Paid back" : null),
                                                new Doing(ANA, "test", clock.instant()))));
    }

    private static Escalation done(@Nullable Answer<Escalation> answer) {
        assertThat(answer).isInstanceOf(Answer.Ok.class);
        return ((Answer.Ok<Escalation>) answer).value();
    }

    private List<String> marks() {
        return rows(
                """
                select update_no || ' ' || clock || ' ' || kind || ' ' || opening from escalation_updates
                where kind like 'sla_%' order by update_no
                """);
    }

    private List<String> rows(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).list());
    }
}
