package io.os199.cs.platform.config;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;

import org.jspecify.annotations.Nullable;

/** Upper bounds for a connection pool: beyond them, waiting callers and connections only pile up in the server. */
final class PoolBounds {
    private static final int CONNECTIONS = 100;
    private static final Duration WAIT = Duration.seconds(60);
    private static final Duration AGE = Duration.hours(1);

    private PoolBounds() {}

    /**
     * Checks a pool against the bounds.
     *
     * @param field the field of the configuration
     * @param variables the prefix of its environment variables
     * @throws IllegalArgumentException when a bound is exceeded
     */
    static void check(String field, String variables, DataSourceFactory pool) {
        if (pool.getMaxSize() > CONNECTIONS) {
            throw new IllegalArgumentException(
                    "%s.maxSize (%s_CONNECTIONS) is %d: set %d at most"
                            .formatted(field, variables, pool.getMaxSize(), CONNECTIONS));
        }
        checkTime(
                field + ".maxWaitForConnection (" + variables + "_WAIT)",
                pool.getMaxWaitForConnection(),
                WAIT);
        checkTime(
                field + ".maxConnectionAge (" + variables + "_CONNECTION_AGE)",
                pool.getMaxConnectionAge().orElse(null),
                AGE);
    }

    private static void checkTime(String name, @Nullable Duration set, Duration most) {
        if (set != null && set.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s: set %s at most".formatted(name, set, most));
        }
    }
}
