package io.os199.cs.support.performance;

import io.os199.cs.support.performance.FamilyDao.Decided;
import io.os199.cs.support.performance.FamilyDao.Duration;
import io.os199.cs.support.performance.FamilyDao.Outcome;
import io.os199.cs.support.performance.FamilyDao.Volume;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of some tickets in a span, collected from the families; a figure that a family has no row for is zero.
 */
final class Figures {
    /** What is measured. */
    enum Measure {
        /** Time to the first response by the ticket's clock. */
        FIRST_RESPONSE,
        /** Elapsed time from opening to the first response. */
        FIRST_RESPONSE_ELAPSED,
        /** Time to the resolution by the ticket's clock, without its pauses. */
        RESOLUTION,
        /** Elapsed time from opening to the resolution. */
        RESOLUTION_ELAPSED
    }

    private static final Volume NO_VOLUME = new Volume(0, "", "", 0, 0, 0, 0, 0);
    private static final Outcome NO_OUTCOME =
            new Outcome(0, "", "", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private final Map<Measure, Minutes> minutes = new EnumMap<>(Measure.class);
    private final Map<Clock, Share> kept = new EnumMap<>(Clock.class);
    private Volume volume = NO_VOLUME;
    private Outcome outcome = NO_OUTCOME;
    private long backlog;

    void add(Volume found) {
        volume = found;
    }

    void add(Outcome found) {
        outcome = found;
    }

    void add(Measure measure, Duration found) {
        minutes.put(measure, Minutes.of(found));
    }

    void add(Clock clock, Decided found) {
        kept.put(clock, new Share(found.met(), found.decided()));
    }

    void backlog(long found) {
        backlog = found;
    }

    /** Whether nothing happened and nothing is waiting. */
    boolean isEmpty() {
        return opened() + resolved() + closed() + reopened() + backlog == 0
                && minutes.isEmpty()
                && kept.isEmpty();
    }

    long opened() {
        return volume.opened();
    }

    long resolved() {
        return volume.resolved();
    }

    long closed() {
        return volume.closed();
    }

    long reopened() {
        return volume.reopened();
    }

    /** Returns the number of tickets neither resolved nor closed at the end of the span. */
    long backlog() {
        return backlog;
    }

    /** Returns how many tickets without a clock were answered. */
    long answeredWithoutClock() {
        return minutes(Measure.FIRST_RESPONSE_ELAPSED).n() - minutes(Measure.FIRST_RESPONSE).n();
    }

    /** Returns how many tickets without a clock were resolved. */
    long resolvedWithoutClock() {
        return minutes(Measure.RESOLUTION_ELAPSED).n() - minutes(Measure.RESOLUTION).n();
    }

    Minutes minutes(Measure measure) {
        return minutes.getOrDefault(measure, Minutes.NONE);
    }

    /** Returns the share of decided clocks that were met. */
    Share kept(Clock clock) {
        return kept.getOrDefault(clock, Share.NONE);
    }

    long late(Clock clock) {
        return kept(clock).n() - kept(clock).count();
    }

    /** Returns the counts of ratings on the five-point scale, from those of one to those of five. */
    List<Long> ratings() {
        return List.of(
                outcome.rated1(),
                outcome.rated2(),
                outcome.rated3(),
                outcome.rated4(),
                outcome.rated5());
    }

    /** Returns the share of ratings that are four, five or good. */
    Share satisfied() {
        return new Share(outcome.satisfied(), outcome.rated());
    }

    Share rated() {
        return new Share(outcome.rated(), outcome.resolved());
    }

    Share escalated() {
        return new Share(volume.escalated(), volume.opened());
    }

    Share reopenedSince() {
        return new Share(outcome.reopened(), outcome.resolved());
    }

    Share oneTouch() {
        return new Share(outcome.oneTouch(), outcome.counted());
    }
}
