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
 * What is to be done about calls that take long, up to {@link #TICK} late. Nearly every call ends before its alarm, so the alarms
 * are looked through at each tick and kept in no order: to set and to close one wakes no thread, but for the first after a rest,
 * and a closed one is kept by nobody.
 */
public final class Alarms implements AutoCloseable {
    static final Duration TICK = Duration.ofMillis(100);

    private final Set<Alarm> alarms = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final ScheduledExecutorService clock;

    /**
     * Without any alarm yet, so that nothing ticks.
     *
     * @param name of the thread that looks
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
     * Runs {@code action} again and again, each time on a thread of its own, until the alarm is closed.
     *
     * @param first until the first time
     * @param then between two of them
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

    /** Rings no more. */
    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** One that was set; it rings until it is closed. */
    public final class Alarm implements AutoCloseable {
        private final @Nullable Duration then;
        private final Runnable action;

        /** Of the thread that ticks alone, once it is set. */
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
                // Closed since the look began.
                return;
            }
            // What is done may wait, and must not hold up the alarms of others.
            Thread.startVirtualThread(action);
        }

        @Override
        public void close() {
            alarms.remove(this);
        }
    }
}
