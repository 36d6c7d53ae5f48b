package io.os199.cs.support.performance;

import io.os199.cs.platform.json.WireName;
import io.os199.cs.support.performance.FamilyDao.Backlog;
import io.os199.cs.support.performance.FamilyDao.Bounds;
import io.os199.cs.support.performance.FamilyDao.Decided;
import io.os199.cs.support.performance.FamilyDao.Duration;
import io.os199.cs.support.performance.FamilyDao.Outcome;
import io.os199.cs.support.performance.FamilyDao.Place;
import io.os199.cs.support.performance.FamilyDao.Volume;
import io.os199.cs.support.performance.Figures.Measure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures of tickets in consecutive spans, each for all tickets of a scope and broken down by some dimensions. */
final class Families {
    static final String PRIORITY = "priority";
    static final String CATEGORY = "category";
    static final String AGENT = "agent";

    private final Map<Place, Figures> found = new HashMap<>();

    private Families() {}

    /**
     * Reads the figures with one statement per family.
     *
     * @param bounds the first day of each span in order, and the day after the last span
     * @param cut a clock due later is not decided yet
     */
    static Families read(
            FamilyDao dao,
            TicketScope scope,
            List<LocalDate> bounds,
            List<String> dimensions,
            Instant cut) {
        Families families = new Families();
        Bounds of = Bounds.of(bounds.stream().map(Families::startOf).toList());
        for (Volume each : dao.volumes(scope, of, dimensions, cut)) {
            families.at(each.no(), each.dimension(), each.key()).add(each);
        }
        for (Duration each : dao.durations(scope, of, dimensions)) {
            families.at(each.no(), each.dimension(), each.key())
                    .add((Measure) WireName.parse(Measure.class, each.measure()), each);
        }
        for (Decided each : dao.decisions(scope, of, dimensions, cut)) {
            families.at(each.no(), each.dimension(), each.key())
                    .add((Clock) WireName.parse(Clock.class, each.clock()), each);
        }
        for (Outcome each : dao.outcomes(scope, of, dimensions)) {
            families.at(each.no(), each.dimension(), each.key()).add(each);
        }
        return families;
    }

    /**
     * Adds how many tickets were unsolved at the end of each span, or now for a span that has not ended; what
     * precedes the first span counts as span 0.
     */
    Families withBacklogs(
            FamilyDao dao,
            TicketScope scope,
            List<LocalDate> bounds,
            List<String> dimensions,
            Instant cut) {
        String[] points =
                bounds.stream()
                        .map(Families::startOf)
                        .map(each -> (each.isAfter(cut) ? cut : each).toString())
                        .toArray(String[]::new);
        for (Backlog each : dao.backlogs(scope, startOf(bounds.getFirst()), points, dimensions)) {
            at(each.no() - 1, each.dimension(), each.key()).backlog(each.backlog());
        }
        return this;
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Figures at(int no, String dimension, String key) {
        return found.computeIfAbsent(new Place(no, dimension, key), _ -> new Figures());
    }

    /** Returns the figures of all tickets in a span; spans are numbered from 1. */
    Figures of(int no) {
        return at(no, "", "");
    }

    /** Returns the figures by key of a dimension, in the order of the keys. */
    Map<String, Figures> by(int no, String dimension) {
        Map<String, Figures> by = new TreeMap<>();
        found.forEach(
                (place, figures) -> {
                    if (place.no() == no && place.dimension().equals(dimension)) {
                        by.put(place.key(), figures);
                    }
                });
        return by;
    }
}
