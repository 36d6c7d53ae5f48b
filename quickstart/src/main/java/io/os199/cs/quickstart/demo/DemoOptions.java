package io.os199.cs.quickstart.demo;

import java.time.LocalDate;

/**
 * What to make up.
 *
 * @param seed the same seed, day and size give the same rows to the last digit
 * @param clients 1 to 100,000; a larger company has the clients of a smaller one and more
 * @param today the first day that has not happened yet: history ends with the last second of the day before it (UTC),
 *     so that nothing lies in the future of whoever fills a database during that day
 */
public record DemoOptions(long seed, int clients, LocalDate today) {
    public static final long DEFAULT_SEED = 199;
    public static final int DEFAULT_CLIENTS = 200;

    public DemoOptions {
        if (clients < 1 || clients > Names.LIMIT) {
            throw new IllegalArgumentException(
                    "clients must be 1 to " + Names.LIMIT + ", not " + clients);
        }
    }

    public static DemoOptions defaults(LocalDate today) {
        return new DemoOptions(DEFAULT_SEED, DEFAULT_CLIENTS, today);
    }
}
