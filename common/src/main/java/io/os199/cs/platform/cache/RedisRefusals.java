package io.os199.cs.platform.cache;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import redis.clients.jedis.exceptions.JedisDataException;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Commands that a healthy Redis refuses: storing more when it is full, or reading a value of another type as ours.
 * Writes at most one log line a minute.
 */
final class RedisRefusals {
    private static final Logger LOG = LoggerFactory.getLogger(RedisRefusals.class);

    /** How error messages from scripts begin in Redis before version 7. */
    private static final String SCRIPT = "ERR Error running script";

    private static final long PAUSE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Clock clock;
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

    RedisRefusals(Clock clock) {
        this.clock = clock;
    }

    static boolean isOfOneCommand(RuntimeException failure) {
        String message = failure.getMessage();
        return failure instanceof JedisDataException
                && message != null
                && (message.startsWith("OOM ")
                        || message.startsWith("WRONGTYPE ")
                        || (message.startsWith(SCRIPT)
                                && (message.contains("WRONGTYPE ") || message.contains("OOM "))));
    }

    void log(RuntimeException refusal) {
        long now = clock.millis();
        long until = quietUntil.get();
        if (now >= until && quietUntil.compareAndSet(until, now + PAUSE_MILLIS)) {
            LOG.warn("Redis refuses a command, the others go on. {}", refusal.getMessage());
        }
    }
}
