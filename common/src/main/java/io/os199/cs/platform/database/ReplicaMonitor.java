package io.os199.cs.platform.database;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.platform.database.ServerProbe.State;
import io.os199.cs.platform.json.WireName;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches primary and replica for one process, and knows at any moment how old the replica's data is at most. When
 * one of them is found to be another server, the connections to the old one are discarded.
 */
public final class ReplicaMonitor implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaMonitor.class);
    private static final long EVERY_MILLIS = 250;

    /** After this many looks at a server that is not the replica, the probe reconnects to where the URL leads then. */
    private static final int LOOKS = 8;

    private record View(ReadTarget found, OptionalLong asOf) {}

    private final ServerProbe primary;
    private final ServerProbe replica;
    private final Connections primaryPool;
    private final Connections replicaPool;
    private final Duration bound;
    private final Freshness freshness = new Freshness();
    private final AtomicLong losses = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile View view = new View(ReadTarget.DOWN, OptionalLong.empty());
    private @Nullable State lastPrimary;
    private @Nullable State lastReplica;
    private ReadTarget told = ReadTarget.DOWN;
    private int strange;

    /** @param bound the maximum age of the data that a read shows */
    public ReplicaMonitor(
            ServerProbe primary,
            ServerProbe replica,
            Connections primaryPool,
            Connections replicaPool,
            Duration bound,
            PrometheusRegistry registry) {
        this.primary = primary;
        this.replica = replica;
        this.primaryPool = primaryPool;
        this.replicaPool = replicaPool;
        this.bound = bound;
        GaugeWithCallback.builder()
                .name("database_replica_lag_seconds")
                .help("How old at most what the replica shows is; absent while nobody knows.")
                .callback(gauge -> age().ifPresent(nanos -> gauge.call(nanos / 1e9)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("database_replica_usable")
                .help("1 while reads go to the replica, 0 while they go to the primary.")
                .callback(gauge -> gauge.call(target() == ReadTarget.FRESH ? 1 : 0))
                .register(registry);
    }

    /** Looks once, so that the first reads go the right way, and from then on in the background. */
    @Override
    public void start() {
        look();
        Thread.ofPlatform().daemon().name("replica-monitor").start(this::watch);
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    /** Where a read goes now that needs nothing except fresh data. */
    ReadTarget target() {
        View now = view;
        if (now.found != ReadTarget.FRESH) {
            return now.found;
        }
        OptionalLong age = age(now);
        return age.isPresent() && age.getAsLong() <= bound.toNanos()
                ? ReadTarget.FRESH
                : ReadTarget.BEHIND;
    }

    /** The state in one word, for people. */
    public String state() {
        return WireName.of(target());
    }

    /** Must be called when a connection to the replica broke: nothing is read there until it has answered again. */
    void lost() {
        losses.incrementAndGet();
        view = new View(ReadTarget.DOWN, view.asOf);
    }

    private OptionalLong age() {
        return age(view);
    }

    private static OptionalLong age(View view) {
        OptionalLong asOf = view.asOf;
        return asOf.isPresent()
                ? OptionalLong.of(System.nanoTime() - asOf.getAsLong())
                : OptionalLong.empty();
    }

    private void watch() {
        try {
            while (!stopped.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (RuntimeException e) {
                    LOG.warn("could not look after the replica; looking again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            primary.close();
            replica.close();
        }
    }

    /**
     * Asks the primary first, so that the replica's position is compared with an end of the log that was seen before
     * it.
     */
    private void look() {
        long lossesBefore = losses.get();
        long nanos = System.nanoTime();
        Optional<State> source = primary.ask();
        source.ifPresent(state -> primaryIs(state, nanos));
        Optional<State> copy = replica.ask();
        copy.ifPresent(this::replicaIs);
        View found = judge(source, copy);
        if (losses.get() == lossesBefore) {
            view = found;
        }
        tell(target());
    }

    private void primaryIs(State state, long nanos) {
        if (state.standby()) {
            // It is no longer the primary; the next look goes where the URL leads then.
            primary.close();
            return;
        }
        if (lastPrimary != null && !state.isServerOf(lastPrimary)) {
            LOG.info("the primary is another server, or was started anew");
            freshness.forget();
            primaryPool.discard();
        }
        lastPrimary = state;
        freshness.primaryEnded(state.position(), nanos);
    }

    private void replicaIs(State state) {
        if (lastReplica != null && !state.isServerOf(lastReplica)) {
            freshness.forget();
            replicaPool.discard();
        }
        lastReplica = state;
    }

    private View judge(Optional<State> source, Optional<State> copy) {
        if (copy.isEmpty()) {
            return new View(ReadTarget.DOWN, view.asOf);
        }
        State state = copy.get();
        if (lastPrimary != null && state.cluster() != lastPrimary.cluster()) {
            return strange(ReadTarget.FOREIGN);
        }
        if (state.standby()) {
            strange = 0;
            return new View(ReadTarget.FRESH, freshness.replayed(state.position()));
        }
        boolean same = source.filter(state::isServerOf).isPresent();
        return strange(same ? ReadTarget.SAME_SERVER : ReadTarget.PROMOTED);
    }

    /** Reconnects now and then, as the URL may lead to a replica again. */
    private View strange(ReadTarget found) {
        if (++strange % LOOKS == 0) {
            replica.close();
        }
        return new View(found, OptionalLong.empty());
    }

    private void tell(ReadTarget now) {
        if (now != told) {
            LOG.info("the replica was {} and is {}", WireName.of(told), WireName.of(now));
            told = now;
        }
    }
}
