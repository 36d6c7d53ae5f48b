package io.os199.cs.communication.delivery;

import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.cache.Buckets.Quota;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits how fast mails leave: a token bucket that all workers share in Redis, or, without Redis, one per worker. */
final class Permits {
    private static final int SECONDS = 60;

    private final Buckets buckets;
    private final List<Quota> quotas;
    private final Pause pause;

    /** Waits, as {@link Thread#sleep(Duration)} does. */
    interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    Permits(Buckets buckets, int perSecond, Pause pause) {
        this.buckets = buckets;
        this.quotas = List.of(new Quota("email", perSecond * SECONDS, perSecond));
        this.pause = pause;
    }

    /** Waits for the next permit; false when none comes within the time, or the thread is interrupted. */
    boolean take(Duration most) {
        Duration left = most;
        Optional<Duration> wait = buckets.take(quotas);
        while (wait.isPresent()) {
            if (left.minus(wait.get()).isNegative()) {
                return false;
            }
            try {
                pause.take(wait.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            left = left.minus(wait.get());
            wait = buckets.take(quotas);
        }
        return true;
    }
}
