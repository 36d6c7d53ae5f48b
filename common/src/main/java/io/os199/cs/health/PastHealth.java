package io.os199.cs.health;

import io.os199.cs.core.model.Actor;
import io.os199.cs.health.model.HealthModel;
import io.os199.cs.health.model.HealthScore;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Stores what past nights would have stored of the clients' health, had there been any. It serves companies whose
 * history is older than their use of this product. Scores that are already stored stay.
 */
public final class PastHealth {
    private static final int MONTHS_OF_QUARTER = 3;

    private final PastClients clients;
    private final HealthScoring scoring;
    private final Clock clock;

    public PastHealth(Database database, HealthScoring scoring, Clock clock) {
        this.clients = new PastClients(database);
        this.scoring = scoring;
        this.clock = clock;
    }

    /** Returns the days on which the months of the last quarter, and the quarter itself, end: yesterday is one. */
    static SortedSet<LocalDate> quarter(LocalDate today) {
        SortedSet<LocalDate> days = monthEnds(today.minusMonths(MONTHS_OF_QUARTER), today);
        days.add(today.minusDays(1));
        return days;
    }

    /** Returns the last days of months, from a day on and before today; on the first of a month yesterday is one. */
    public static SortedSet<LocalDate> monthEnds(LocalDate from, LocalDate today) {
        SortedSet<LocalDate> ends = new TreeSet<>();
        LocalDate first = today.withDayOfMonth(1);
        while (first.isAfter(from)) {
            ends.add(first.minusDays(1));
            first = first.minusMonths(1);
        }
        return ends;
    }

    /** Stores the scores that comparisons over the last quarter rest on. */
    public void storeQuarter(Actor actor) {
        store(quarter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)), actor);
    }

    /** Scores all clients that had a contract on a day, on each of these days, which are over. */
    public void store(Collection<LocalDate> days, Actor actor) {
        Instant now = clock.instant();
        for (LocalDate day : days) {
            clients.each(day, (tx, ids) -> store(tx, ids, day, now, actor));
        }
    }

    private int store(
            Transaction tx, List<String> clientIds, LocalDate day, Instant now, Actor actor) {
        HealthModel model = new HealthModels().active(tx, HealthModels.STANDARD).orElseThrow();
        HealthQuery query = HealthQuery.at(day, now, model.defaultLookbackDays(), model);
        List<HealthScore> scores =
                scoring.score(tx, clientIds, query).stream()
                        .filter(score -> score.overall() != null)
                        .toList();
        return scores.isEmpty()
                ? 0
                : scoring.save(tx, query, scores, List.of(), actor).clientIds().size();
    }
}
