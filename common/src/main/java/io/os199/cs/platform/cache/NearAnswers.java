package io.os199.cs.platform.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Answers that this process holds, each with the generation under which it counts. As many as have
 * {@value #MOST_BYTES} bytes of JSON together, which is about twice that of heap; those asked for least are let go.
 *
 * <p>Not Jedis' client-side cache, which says by itself whether what it holds is current: it serves on
 * when its connection is dead but not closed, for as long as that lasts, and right after a write
 * elsewhere; and it refuses servers before Redis 7.4.
 */
final class NearAnswers {
    private static final long MOST_BYTES = 8L << 20;

    /** An answer, and the moment from which it counts no longer. */
    record Near(String generation, Object answer, Instant until, int bytes) {}

    private final com.github.benmanes.caffeine.cache.Cache<String, Near> held =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .<String, Near>weigher((name, near) -> name.length() + near.bytes())
                    .build();

    @Nullable Near find(String name, Instant now) {
        Near near = held.getIfPresent(name);
        return near != null && now.isBefore(near.until()) ? near : null;
    }

    void put(String name, String generation, Object answer, Instant until, int bytes) {
        held.put(name, new Near(generation, answer, until, bytes));
    }

    void forget(String name) {
        held.invalidate(name);
    }
}
