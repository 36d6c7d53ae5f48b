package io.os199.cs.platform.metrics;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Metrics that have to be read from a server: read when a scrape asks and the known ones are no longer fresh, once
 * for all who ask meanwhile. A server that does not answer keeps nobody waiting; these metrics are then missing, and
 * the scrape still gets the others.
 */
public final class Sampled<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Sampled.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Supplier<T> read;
    private final Duration fresh;
    private final Clock clock;
    private @Nullable Look<T> last;
    private @Nullable CompletableFuture<T> underWay;
    private volatile long underWaySince;

    private record Look<T>(Instant at, T value) {}

    public Sampled(Supplier<T> read, Duration fresh, Clock clock) {
        this.read = read;
        this.fresh = fresh;
        this.clock = clock;
    }

    /** Empty when they could not be read within half a second. */
    public Optional<T> get() {
        Look<T> known = known();
        if (known != null) {
            return Optional.of(known.value());
        }
        try {
            CompletableFuture<T> reading = reading();
            // A scrape asks for many metrics from one reading; together they share this time limit.
            long waited = System.nanoTime() - underWaySince;
            return Optional.of(
                    reading.get(Math.max(0, PATIENCE.toNanos() - waited), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("no figures", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized @Nullable Look<T> known() {
        Look<T> known = last;
        return known != null && known.at().plus(fresh).isAfter(clock.instant()) ? known : null;
    }

    private synchronized CompletableFuture<T> reading() {
        CompletableFuture<T> known = underWay;
        if (known != null) {
            return known;
        }
        Instant begun = clock.instant();
        CompletableFuture<T> reading = new CompletableFuture<>();
        underWay = reading;
        underWaySince = System.nanoTime();
        Thread.ofVirtual().name("figures").start(() -> read(begun, reading));
        return reading;
    }

    private void read(Instant begun, CompletableFuture<T> reading) {
        try {
            T value = read.get();
            ended(new Look<>(begun, value));
            reading.complete(value);
        } catch (RuntimeException | Error e) {
            ended(null);
            reading.completeExceptionally(e);
        }
    }

    private synchronized void ended(@Nullable Look<T> look) {
        last = look;
        underWay = null;
    }
}
