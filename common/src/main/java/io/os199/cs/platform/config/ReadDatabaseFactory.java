package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;

import java.util.Objects;

/** The database for reads that need not show the latest state: under another role, on a replica, or both. */
public final class ReadDatabaseFactory extends DataSourceFactory {
    private static final Duration LEAST = Duration.milliseconds(500);
    private static final Duration MOST = Duration.seconds(10);

    private Duration maximumLag = Duration.seconds(1);

    /**
     * The maximum age of the data that a read shows.
     *
     * @throws IllegalArgumentException when it is out of bounds
     */
    public java.time.Duration maximumLag() {
        if (maximumLag.compareTo(LEAST) < 0 || maximumLag.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "readDatabase.maximumLag (CS_READ_DATABASE_LAG) is %s: set %s to %s, for example 1s"
                            .formatted(maximumLag, LEAST, MOST));
        }
        return maximumLag.toJavaDuration();
    }

    @JsonProperty("maximumLag")
    void setMaximumLag(Duration maximumLag) {
        this.maximumLag = maximumLag;
    }

    /** Whether this may lead to another server than {@code primary}: false when only the user differs. */
    boolean leadsElsewhereThan(DataSourceFactory primary) {
        return !address(this).equals(address(primary));
    }

    private static String address(DataSourceFactory factory) {
        return Objects.requireNonNull(factory.getUrl(), "url")
                .replaceAll("(?<=[?&])(user|password)=[^&]*&?", "")
                .replaceAll("[?&]$", "");
    }
}
