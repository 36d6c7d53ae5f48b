package io.os199.cs.platform.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;

import org.junit.jupiter.api.Test;

import java.util.function.Consumer;

/** The bounds of the pool: 100 connections, a minute of waiting, an hour of age. */
final class PoolBoundsTest {
    @Test
    void whatPassesABoundIsRefusedWithItsVariable() {
        assertThatCode(
                        () ->
                                check(
                                        pool -> {
                                            pool.setMaxSize(100);
                                            pool.setMaxWaitForConnection(Duration.seconds(60));
                                            pool.setMaxConnectionAge(Duration.minutes(60));
                                        }))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(pool -> pool.setMaxSize(101)))
                .hasMessage("database.maxSize (CS_DATABASE_CONNECTIONS) is 101: set 100 at most");
        assertThatThrownBy(() -> check(pool -> pool.setMaxWaitForConnection(Duration.seconds(61))))
                .hasMessageContaining("(CS_DATABASE_WAIT) is 61 seconds: set 60 seconds at most");
        assertThatThrownBy(() -> check(pool -> pool.setMaxConnectionAge(Duration.hours(3))))
                .hasMessageContaining(
                        "(CS_DATABASE_CONNECTION_AGE) is 3 hours: set 1 hour at most");
    }

    private static void check(Consumer<DataSourceFactory> change) {
        DataSourceFactory pool = new DataSourceFactory();
        change.accept(pool);
        new ServiceConfiguration().setDatabase(pool);
    }
}
