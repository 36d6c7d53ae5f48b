package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The times of what happened to a ticket, by the rules of the SLA clock: the first response is never paused, and the
 * resolution is paused while waiting for the customer. What lies in the future has not happened and is absent.
 */
final class TicketCourse {
    private static final int CLOSES_AFTER_DAYS = 4;
    private static final double RISK = 0.8;

    final Instant opened;
    final Instant responseDue;
    final Instant responseRisk;
    final Instant resolutionDue;
    final Instant resolutionRisk;
    final @Nullable Instant responded;
    final @Nullable Instant waitingFrom;
    final @Nullable Instant waitingTo;
    final @Nullable Instant resolved;
    final @Nullable Instant closed;
    final @Nullable Instant responseBreached;
    final @Nullable Instant resolutionBreached;
    final int pausedSeconds;
    final int responseSeconds;
    final int resolutionSeconds;

    /**
     * Draws the times. {@code content} is the client's satisfaction: the lower it is, the more often a ticket is
     * late.
     */
    TicketCourse(Instant opened, Priority priority, double content, Dice dice, History history) {
        this.opened = opened;
        BusinessHours clock = priority.clock;
        double late = content < 0.45 ? 0.38 : content < 0.6 ? 0.15 : 0.05;
        long responseTarget = priority.responseMinutes * 60L;
        long resolutionTarget = priority.resolutionMinutes * 60L;
        long response = (long) (responseTarget * share(dice, late));
        long work = Math.max((long) (resolutionTarget * share(dice, late)), response + 600);
        long pause = dice.chance(0.3) ? dice.between(1_800, 40_000) : 0;
        Instant waits = clock.after(opened, response + 300);
        Instant goesOn = clock.after(opened, response + 300 + pause);

        responded = past(clock.after(opened, response), history);
        waitingFrom = pause == 0 ? null : past(waits, history);
        waitingTo = pause == 0 ? null : past(goesOn, history);
        pausedSeconds = waitingTo == null ? 0 : (int) pause;
        resolved = past(clock.after(opened, work + pause), history);
        closed =
                resolved == null
                        ? null
                        : past(resolved.plusSeconds(CLOSES_AFTER_DAYS * 86_400L), history);

        responseDue = clock.after(opened, responseTarget);
        responseRisk = clock.after(opened, (long) (responseTarget * RISK));
        resolutionDue = clock.after(opened, resolutionTarget + pausedSeconds);
        resolutionRisk = clock.after(opened, (long) (resolutionTarget * RISK) + pausedSeconds);
        responseBreached = breach(responseDue, responded, history);
        // The clock is paused while the ticket waits, so its due time cannot pass then.
        resolutionBreached = isWaiting() ? null : breach(resolutionDue, resolved, history);
        responseSeconds = (int) response;
        resolutionSeconds = (int) work;
    }

    boolean isWaiting() {
        return waitingFrom != null && waitingTo == null;
    }

    String status() {
        if (closed != null) {
            return "closed";
        }
        if (resolved != null) {
            return "resolved";
        }
        if (isWaiting()) {
            return "waiting_on_customer";
        }
        return responded != null ? "in_progress" : "open";
    }

    /** Returns the time of the latest known event. */
    Instant lastChange() {
        Instant last = opened;
        for (Instant at :
                new @Nullable Instant[] {responded, waitingFrom, waitingTo, resolved, closed}) {
            if (at != null) {
                last = at;
            }
        }
        return last;
    }

    private static double share(Dice dice, double late) {
        return dice.chance(late) ? dice.real(1.05, 2.4) : dice.real(0.12, 0.92);
    }

    private static @Nullable Instant past(Instant at, History history) {
        return history.isPast(at) ? at : null;
    }

    private static @Nullable Instant breach(Instant due, @Nullable Instant done, History history) {
        boolean late = done == null ? history.isPast(due) : done.isAfter(due);
        return late ? due : null;
    }
}
