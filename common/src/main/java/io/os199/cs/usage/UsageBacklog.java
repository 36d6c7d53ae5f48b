package io.os199.cs.usage;

import io.os199.cs.platform.database.Database;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The days that wait for their rollup: whether there are too many of them, and how long they have waited. */
public final class UsageBacklog {
    private static final int MOST = 200_000;
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(5);

    private final Database database;
    private final int most;
    private final Clock clock;
    private volatile Look last = new Look(Instant.MIN, false);

    private record Look(Instant at, boolean full) {}

    public UsageBacklog(Database database, Clock clock) {
        this(database, MOST, clock);
    }

    UsageBacklog(Database database, int most, Clock clock) {
        this.database = database;
        this.most = most;
        this.clock = clock;
    }

    /** Whether too many days wait; a count is reused for some seconds. */
    public boolean isFull() {
        Instant now = clock.instant();
        Look look = last;
        if (look.at().isBefore(now.minus(BELIEVED_FOR))) {
            int waiting = database.current(tx -> tx.dao(UsageMarkDao.class).countWaiting(most + 1));
            look = new Look(now, waiting > most);
            last = look;
        }
        return look.full();
    }

    /** Returns how long the longest-waiting day has waited; zero when none waits. */
    public Duration lag() {
        return database.current(tx -> tx.dao(UsageMarkDao.class).oldest())
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
