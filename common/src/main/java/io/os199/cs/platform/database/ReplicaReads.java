package io.os199.cs.platform.database;

import io.os199.cs.platform.json.WireName;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads on a replica while it is fresh, and on the primary otherwise: when the replica lags or is gone, and for
 * callers who wrote so recently that the replica may not show it. A read that the replica aborts is run again on the
 * primary, once.
 */
public final class ReplicaReads implements Reads {
    private static final ScopedValue<Boolean> CURRENT = ScopedValue.newInstance();

    private final Connections primary;
    private final Connections replica;
    private final ReplicaMonitor monitor;
    private final RecentWrites writes;
    private final Counter reads;

    public ReplicaReads(
            Connections primary,
            Connections replica,
            ReplicaMonitor monitor,
            RecentWrites writes,
            PrometheusRegistry registry) {
        this.primary = primary;
        this.replica = replica;
        this.monitor = monitor;
        this.writes = writes;
        this.reads =
                Counter.builder()
                        .name("database_reads")
                        .help("Reads that could go to the replica, by where they went and why.")
                        .labelNames("target", "reason")
                        .register(registry);
    }

    /** Makes the reads of {@code work} show every change committed before them. */
    public static <T> T current(Supplier<T> work) {
        return ScopedValue.where(CURRENT, true).call(work::get);
    }

    @Override
    public <T> T read(Function<Connections, T> attempt) {
        ReadTarget target = target();
        count(target);
        if (!target.isThroughReads()) {
            return attempt.apply(primary);
        }
        try {
            return attempt.apply(replica);
        } catch (RuntimeException e) {
            if (!isBrokenOff(e) || Cancellation.currentIsCancelled()) {
                throw e;
            }
            count(ReadTarget.BROKEN_OFF);
            return attempt.apply(primary);
        }
    }

    @Override
    public void callerKnows() {
        Caller.current().ifPresent(caller -> caller.knows(writes));
    }

    private ReadTarget target() {
        ReadTarget target = monitor.target();
        if (target != ReadTarget.FRESH) {
            return target;
        }
        if (CURRENT.isBound()) {
            return ReadTarget.CURRENT;
        }
        return Caller.current().map(this::target).orElse(ReadTarget.FRESH);
    }

    private ReadTarget target(Caller caller) {
        return switch (caller.wrote(writes)) {
            case LATELY -> ReadTarget.OWN_WRITE;
            case NOT_LATELY -> ReadTarget.FRESH;
            case UNKNOWN -> caller.mayWrite() ? ReadTarget.WRITES_UNKNOWN : ReadTarget.FRESH;
        };
    }

    private boolean isBrokenOff(RuntimeException failure) {
        String state = SqlStates.of(failure);
        if (SqlStates.isLost(state)) {
            monitor.lost();
            return true;
        }
        return SqlStates.isPrimaryOnly(state);
    }

    private void count(ReadTarget target) {
        reads.labelValues(target.server(), WireName.of(target)).inc();
    }
}
