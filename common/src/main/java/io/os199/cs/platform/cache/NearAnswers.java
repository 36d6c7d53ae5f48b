package io.os199.cs.platform.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.platform.json.WrittenJson;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * Answers that this process holds, each with the generation under which it counts, and with its written forms. The
 * limit is {@value #MOST_BYTES} bytes of JSON in all, which is three to four times that in heap; the least requested
 * answers are evicted.
 *
 * <p>Not Jedis' client-side cache, which decides by itself whether what it holds is current: it goes on serving when
 * its connection is dead but not closed, for as long as that lasts, and right after a write elsewhere; and it does
 * not support servers before Redis 7.4.
 */
final class NearAnswers {
    private static final long MOST_BYTES = 5L << 20;

    /** An answer, and the time at which it expires. */
    record Near(String generation, Object answer, Instant until, int bytes) {}

    /** The written forms of an answer, for callers who see personal data and for those who do not. */
    private static final class Sent {
        volatile @Nullable WrittenJson seeing;
        volatile @Nullable WrittenJson masking;
    }

    /** Keyed by the identity of the answer, and kept no longer than the answer is held. */
    private final com.github.benmanes.caffeine.cache.Cache<Object, Sent> sent =
            Caffeine.newBuilder().weakKeys().build();

    private final com.github.benmanes.caffeine.cache.Cache<String, Near> held =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .<String, Near>weigher((name, near) -> name.length() + near.bytes())
                    .<String, Near>removalListener((name, near, why) -> letGo(near))
                    .build();

    @Nullable Near find(String name, Instant now) {
        Near near = held.getIfPresent(name);
        return near != null && now.isBefore(near.until()) ? near : null;
    }

    void put(String name, String generation, Object answer, Instant until, int bytes) {
        sent.put(answer, new Sent());
        held.put(name, new Near(generation, answer, until, bytes));
    }

    /** Returns what {@code write} gives for the answer; for an answer that is held, it is called only once. */
    WrittenJson written(Object answer, boolean seesPersonalData, Supplier<WrittenJson> write) {
        Sent before = sent.getIfPresent(answer);
        if (before == null) {
            return write.get();
        }
        WrittenJson known = seesPersonalData ? before.seeing : before.masking;
        if (known != null) {
            return known;
        }
        WrittenJson written = write.get();
        if (seesPersonalData) {
            before.seeing = written;
        } else {
            before.masking = written;
        }
        return written;
    }

    private void letGo(@Nullable Near near) {
        if (near != null) {
            sent.invalidate(near.answer());
        }
    }

    void forget(String name) {
        held.invalidate(name);
    }
}
