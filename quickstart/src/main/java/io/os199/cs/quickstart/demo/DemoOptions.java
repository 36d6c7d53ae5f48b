package io.os199.cs.quickstart.demo;

import java.time.LocalDate;

/**
 * What to generate.
 *
 * @param seed the same seed, day and size give exactly the same rows
 * @param clients 1 to 100,000; a larger company has the clients of a smaller one and more
 * @param days the length of the clients' recorded history, 365 to 3,650; with more days there are also older clients,
 *     and those who left long ago
 * @param today the first day that has not happened yet: history ends with the last second of the day before it (UTC),
 *     so that nothing lies in the future of whoever fills a database during that day
 */
public record DemoOptions(long seed, int clients, int days, LocalDate today) {
    public static final long DEFAULT_SEED = 199;
    public static final int DEFAULT_CLIENTS = 200;
    public static final int DEFAULT_DAYS = 730;
    public static final int MOST_CLIENTS = FictionalNames.LIMIT;
    public static final int FEWEST_DAYS = 365;
    public static final int MOST_DAYS = 3_650;

    /** How many days ago the oldest client began, unless the history is longer. */
    static final int OLDEST_DAYS = 1_460;

    public DemoOptions {
        if (clients < 1 || clients > MOST_CLIENTS) {
            throw new IllegalArgumentException(
                    "clients must be 1 to " + MOST_CLIENTS + ", not " + clients);
        }
        if (days < FEWEST_DAYS || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "days must be %d to %d, not %d".formatted(FEWEST_DAYS, MOST_DAYS, days));
        }
    }

    public static DemoOptions defaults(LocalDate today) {
        return new DemoOptions(DEFAULT_SEED, DEFAULT_CLIENTS, DEFAULT_DAYS, today);
    }

    /** Returns a day long before the first client's first day, when prices and promises were set. */
    LocalDate beginning() {
        return today.minusYears(2 + Math.max(OLDEST_DAYS, days) / 365);
    }

    History history() {
        return new History(today, days);
    }
}
