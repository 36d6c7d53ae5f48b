package io.os199.cs.support.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.support.model.WorkCalendar.Hours;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

class TicketClockTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final WorkCalendar OFFICE =
            new WorkCalendar(
                    BERLIN,
                    Stream.of(DayOfWeek.values())
                            .limit(5)
                            .map(day -> new Hours(day, 9 * 3_600, 17 * 3_600))
                            .toList(),
                    Set.of(LocalDate.parse("2026-12-25")));
    private static final SlaPromise P1 = promise(15, 240, WorkCalendar.ALWAYS);
    private static final SlaPromise P2 = promise(60, 480, OFFICE);
    private static final SlaPromise P3 = promise(240, 960, OFFICE);

    private static SlaPromise promise(int first, int resolution, WorkCalendar calendar) {
        return new SlaPromise(
                Duration.ofMinutes(first), Duration.ofMinutes(resolution), null, calendar);
    }

    /** Returns a time on a day of the first week of November 2026, given as the day of the month. */
    private static Instant at(int day, String time) {
        return LocalDateTime.parse("2026-11-0%dT%s".formatted(day, time))
                .atZone(BERLIN)
                .toInstant();
    }

    @Test
    void aPausePutsOffWhatIsDueAndAReopenedTicketHasAQuarterLeft() {
        TicketClock opened = TicketClock.opened(at(2, "10:00"), P2);
        assertThat(opened.resolution().dueAt()).isEqualTo(at(3, "10:00"));

        TicketClock waiting = opened.answered(at(2, "10:30")).paused(at(2, "14:00"));
        assertThat(waiting.resolutionState(at(5, "10:00"))).isEqualTo(ClockState.PAUSED);
        TicketClock back = waiting.resumed(at(3, "11:00"));
        assertThat(back.consumed(at(3, "11:00"))).isEqualTo(Duration.ofMinutes(240));
        assertThat(back.paused()).isEqualTo(Duration.ofMinutes(300));
        assertThat(back.resolution().dueAt()).isEqualTo(at(3, "15:00"));

        TicketClock resolved = back.resolved(at(3, "14:30"));
        assertThat(resolved.resolution().consumed()).isEqualTo(Duration.ofMinutes(450));
        assertThat(resolved.resolutionState(at(6, "10:00"))).isEqualTo(ClockState.MET);
        assertThat(resolved.firstResponseState(at(6, "10:00"))).isEqualTo(ClockState.MET);

        TicketClock reopened = resolved.reopened(at(5, "10:00"), P2);
        assertThat(reopened.resolution().dueAt()).isEqualTo(at(5, "12:00"));
        assertThat(reopened.resolutionState(at(5, "10:01"))).isEqualTo(ClockState.RUNNING);
        assertThat(reopened.resolutionState(at(5, "10:24"))).isEqualTo(ClockState.AT_RISK);
        TicketClock again = reopened.resolved(at(5, "11:00"));
        assertThat(again.resolution().consumed()).isEqualTo(Duration.ofMinutes(510));
        assertThat(again.resolutionState(at(6, "10:00"))).isEqualTo(ClockState.MET);
    }

    @Test
    void aRaiseBringsForwardAndALoweringPutsOff() {
        TicketClock opened = TicketClock.opened(at(2, "10:00"), P3);
        assertThat(opened.resolution().dueAt()).isEqualTo(at(4, "10:00"));
        TicketClock raised = opened.promised(P1, true, at(3, "20:00"));
        assertThat(raised.resolution().dueAt()).isEqualTo(at(4, "00:00"));
        // Due after four office hours, on Monday at 14:00, and so already late.
        assertThat(raised.firstResponse().breachedAt()).isEqualTo(at(2, "14:00"));
        TicketClock lowered = raised.promised(P3, false, at(3, "20:30"));
        assertThat(lowered.resolution().dueAt()).isEqualTo(at(4, "10:00"));
    }

    /**
     * The pause puts off the due time by its own length. Otherwise the resumed clock would be late by a day: time
     * worked before the raise would count by day and night.
     */
    @Test
    void aPauseAfterARaisePutsOffWhatIsDueByItsLength() {
        TicketClock raised =
                TicketClock.opened(at(2, "10:00"), P3).promised(P1, true, at(3, "20:00"));
        TicketClock back = raised.paused(at(3, "21:00")).resumed(at(3, "22:00"));
        assertThat(back.resolution().dueAt()).isEqualTo(at(4, "01:00"));
    }

    @Test
    void whatWasLateStaysLateAndWhatIsDueNowIsNot() {
        TicketClock opened = TicketClock.opened(at(2, "10:00"), P2);
        assertThat(opened.firstResponseState(at(2, "11:00"))).isEqualTo(ClockState.AT_RISK);
        assertThat(opened.answered(at(2, "11:00")).firstResponseState(at(2, "12:00")))
                .isEqualTo(ClockState.MET);
        TicketClock late = opened.answered(at(2, "11:01"));
        assertThat(late.firstResponseState(at(2, "12:00"))).isEqualTo(ClockState.BREACHED);
        assertThat(late.firstResponse().breachedAt()).isEqualTo(at(2, "11:00"));

        TicketClock breached = late.paused(at(4, "10:00")).resumed(at(5, "10:00"));
        assertThat(breached.resolution().dueAt()).isEqualTo(at(3, "10:00"));
        assertThat(breached.resolutionState(at(5, "10:00"))).isEqualTo(ClockState.BREACHED);
        assertThat(
                        breached.resolved(at(5, "11:00"))
                                .reopened(at(6, "10:00"), P2)
                                .resolutionState(at(6, "10:00")))
                .isEqualTo(ClockState.BREACHED);
    }

    @Test
    void aPromiseChangesNothingOfWhatIsDoneAndCountsOnceItIsReopened() {
        TicketClock resolved =
                TicketClock.opened(at(2, "10:00"), P3)
                        .answered(at(2, "10:40"))
                        .resolved(at(2, "12:00"));
        assertThat(resolved.promised(P1, true, at(3, "10:00"))).isEqualTo(resolved);
        TicketClock raised = resolved.reopened(at(4, "10:00"), P1);
        assertThat(raised.resolution().dueAt()).isEqualTo(at(4, "12:00"));
        assertThat(raised.promise().resolution()).isEqualTo(P1.resolution());
        assertThat(raised.promise().firstResponse()).isEqualTo(P3.firstResponse());
        TicketClock lowered = raised.resolved(at(4, "11:00")).reopened(at(5, "10:00"), P3);
        assertThat(lowered.resolution().dueAt()).isEqualTo(at(6, "15:00"));
    }

    /** What a minute-by-minute count yields for the same life. */
    private static final class Counted {
        private final Instant openedAt;
        private SlaPromise promise;
        private MinuteCounter counter;
        private Instant firstDue;
        private Instant due;
        private boolean isAnswered;
        private boolean isLate;
        private boolean isFirstLate;
        private boolean isResolved;
        private boolean isPromisedAnew;
        private @Nullable Instant waitingSince;
        private Instant resolvedAt;
        private long consumed;
        private long left;
        private long stopped;

        Counted(Instant openedAt, SlaPromise promise) {
            this.openedAt = openedAt;
            resolvedAt = openedAt;
            this.promise = promise;
            counter = new MinuteCounter(promise.calendar());
            firstDue = due(openedAt, promise.firstResponse());
            due = due(openedAt, promise.resolution());
            left = promise.resolution().toMinutes();
        }

        private Instant due(Instant from, Duration work) {
            return counter.due(from, work.toMinutes());
        }

        /** Counts the minute that begins at {@code minute}. */
        void pass(Instant minute) {
            boolean isOpen = counter.isOpen(minute);
            Instant end = minute.plus(1, ChronoUnit.MINUTES);
            isFirstLate |= !isAnswered && end.isAfter(firstDue);
            if (waitingSince != null) {
                stopped += isOpen ? 1 : 0;
            } else if (!isResolved) {
                left = Math.max(0, left - (isOpen ? 1 : 0));
                isLate |= end.isAfter(due);
            }
        }

        void goOn(Instant at) {
            if (waitingSince != null && !waitingSince.isAfter(due)) {
                due = counter.due(at, left);
            }
            waitingSince = null;
        }

        void resolve(Instant at) {
            goOn(at);
            resolvedAt = at;
            consumed = Math.max(0, counter.minutes(openedAt, at) - stopped);
            isResolved = true;
        }

        void reopen(Instant at) {
            long target = promise.resolution().toMinutes();
            left = Math.max(isPromisedAnew ? target - consumed : left, target / 4);
            due = counter.due(at, left);
            stopped += counter.minutes(resolvedAt, at);
            isResolved = false;
            isPromisedAnew = false;
        }

        void promised(SlaPromise next, boolean isMoreUrgent, Instant at) {
            boolean waited = waitingSince != null;
            goOn(at);
            promise = next;
            counter = new MinuteCounter(next.calendar());
            if (!isAnswered) {
                firstDue = of(firstDue, next.firstResponse(), 0, isMoreUrgent, at);
            }
            isPromisedAnew = isResolved;
            if (!isResolved) {
                due = of(due, next.resolution(), stopped, isMoreUrgent, at);
                left = counter.minutes(at, due);
            }
            waitingSince = waited ? at : null;
        }

        private Instant of(
                Instant old, Duration target, long pauses, boolean isMoreUrgent, Instant at) {
            Instant other =
                    isMoreUrgent
                            ? due(at, target)
                            : due(openedAt, target.plus(Duration.ofMinutes(pauses)));
            return other.isBefore(old) == isMoreUrgent ? other : old;
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void theClockIsWhatAMinuteByMinuteCountSays(@ForAll long seed) {
        GeneratedCalendars generated = new GeneratedCalendars(seed);
        Random random = generated.random();
        ZoneId zone = generated.zone();
        Instant now = generated.near(zone);
        SlaPromise promise = any(generated, zone, now);
        TicketClock clock = TicketClock.opened(now, promise);
        Counted counted = new Counted(now, promise);
        StringBuilder life = new StringBuilder("opened " + now + " " + promise);
        for (int step = 0; step < 8; step++) {
            for (int i = random.nextInt(600); i > 0; i--) {
                counted.pass(now);
                now = now.plus(1, ChronoUnit.MINUTES);
            }
            clock = act(random, generated, zone, clock, counted, now, life);
            clock = clock.seen(now);
            String what = life.toString();
            assertThat(clock.firstResponse().dueAt()).as(what).isEqualTo(counted.firstDue);
            assertThat(clock.firstResponse().breachedAt() != null)
                    .as(what)
                    .isEqualTo(counted.isFirstLate);
            assertThat(clock.resolution().breachedAt() != null).as(what).isEqualTo(counted.isLate);
            if (counted.waitingSince == null && !counted.isResolved) {
                assertThat(clock.resolution().dueAt()).as(what).isEqualTo(counted.due);
                assertThat(MinuteCounter.minutes(clock.paused()))
                        .as(what)
                        .isEqualTo(counted.stopped);
            }
        }
    }

    /** Returns a promise with another target. */
    private static SlaPromise other(
            SlaPromise than, GeneratedCalendars generated, ZoneId zone, Instant near) {
        SlaPromise any = any(generated, zone, near);
        return any.resolution().equals(than.resolution())
                ? other(than, generated, zone, near)
                : any;
    }

    private static SlaPromise any(GeneratedCalendars generated, ZoneId zone, Instant near) {
        Random random = generated.random();
        return promise(
                5 * (1 + random.nextInt(60)),
                20 * (1 + random.nextInt(60)),
                random.nextInt(3) == 0 ? WorkCalendar.ALWAYS : generated.calendar(zone, near));
    }

    private static TicketClock act(
            Random random,
            GeneratedCalendars generated,
            ZoneId zone,
            TicketClock clock,
            Counted counted,
            Instant now,
            StringBuilder life) {
        if (counted.isResolved) {
            TicketClock promised = clock;
            if (random.nextBoolean()) {
                SlaPromise next = other(counted.promise, generated, zone, now);
                boolean isMoreUrgent = random.nextBoolean();
                life.append(", promised ").append(next);
                counted.promised(next, isMoreUrgent, now);
                promised = clock.promised(next, isMoreUrgent, now);
            }
            life.append(", reopened ").append(now);
            counted.reopen(now);
            return promised.reopened(now, counted.promise);
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                life.append(", answered ").append(now);
                counted.isAnswered = true;
                return clock.answered(now);
            }
            case 1, 2 -> {
                life.append(counted.waitingSince != null ? ", resumed " : ", paused ").append(now);
                if (counted.waitingSince != null) {
                    counted.goOn(now);
                    return clock.resumed(now);
                }
                counted.waitingSince = now;
                return clock.paused(now);
            }
            case 3 -> {
                life.append(", resolved ").append(now);
                counted.resolve(now);
                return clock.resolved(now);
            }
            default -> {
                SlaPromise next = any(generated, zone, now);
                boolean isMoreUrgent = random.nextBoolean();
                life.append(isMoreUrgent ? ", raised " : ", lowered ").append(now).append(next);
                counted.promised(next, isMoreUrgent, now);
                return clock.promised(next, isMoreUrgent, now);
            }
        }
    }
}
