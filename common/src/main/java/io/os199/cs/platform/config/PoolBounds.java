package io.os199.cs.platform.config;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;

import org.jspecify.annotations.Nullable;

/** How far a pool of connections may go: beyond it waiting and connections only pile up in the server. */
final class PoolBounds {
    private static final int CONNECTIONS = 100;
    private static final Duration WAIT = Duration.seconds(60);
    private static final Duration AGE = Duration.hours(1);

    private PoolBounds() {}

    /**
     * Looks at a pool.
     *
     * @param field of the configuration
     * @param variables how its variables begin
     * @throws IllegalArgumentException when a bound is passed
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
