package io.os199.cs.platform.deadline;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Actions on calls that take too long, run up to {@link #TICK} late. Nearly every call ends before its alarm, so the
 * alarms are kept in no order and checked at each tick: setting or closing one wakes no thread, except for the first
 * after an idle period, and a closed one is not kept.
 */
public final class Alarms implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(100);

    private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final ScheduledExecutorService clock;

    /**
     * Starts without any alarm, so that nothing ticks.
     *
     * @param name of the thread that checks the alarms
     */
    public Alarms(String name) {
        clock =
                new ScheduledThreadPoolExecutor(
                        1,
                        Thread.ofPlatform().daemon().name(name).factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Runs {@code action} once, on a thread of its own, unless the alarm is closed before. */
    public Alarm after(Duration wait, Runnable action) {
        return set(new Alarm(wait, null, action));
    }

    /**
     * Runs {@code action} repeatedly, each time on a thread of its own, until the alarm is closed.
     *
     * @param first the time until the first run
     * @param then the time between two runs
     */
    public Alarm every(Duration first, Duration then, Runnable action) {
        return set(new Alarm(first, then, action));
    }

    private Alarm set(Alarm alarm) {
        alarms.add(alarm);
        tickLater();
        return alarm;
    }

    private void tickLater() {
        if (ticking.compareAndSet(false, true)) {
            var _ = clock.schedule(this::tick, TICK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            for (Alarm alarm : alarms) {
                alarm.look(now);
            }
        } finally {
            ticking.set(false);
            if (!alarms.isEmpty()) {
                tickLater();
            }
        }
    }

    /** Stops the alarms; none rings after this. */
    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** An alarm that has been set; it may ring until it is closed. */
    public final class Alarm implements AutoCloseable {
        private final @Nullable Duration then;
        private final Runnable action;

        /** Used only by the ticking thread once the alarm is set. */
        private long due;

        private Alarm(Duration first, @Nullable Duration then, Runnable action) {
            this.then = then;
            this.action = action;
            this.due = System.nanoTime() + first.toNanos();
        }

        private void look(long now) {
            if (due - now > 0) {
                return;
            }
            if (then != null) {
                due = now + then.toNanos();
            } else if (!alarms.remove(this)) {
                // Closed since this check began.
                return;
            }
            // The action may block, and must not delay the alarms of others.
            Thread.startVirtualThread(action);
        }

        @Override
        public void close() {
            alarms.remove(this);
        }
    }
}
