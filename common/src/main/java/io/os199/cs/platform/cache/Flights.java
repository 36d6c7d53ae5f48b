package io.os199.cs.platform.cache;

import io.os199.cs.platform.database.Cancellation;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Computations under way in this process: a caller that arrives during one waits for it. Only a complete answer is
 * handed on; when the first computation fails, is cancelled, or finds nothing or only a part, the others compute for
 * themselves. A caller that is cancelled stops waiting.
 */
final class Flights {
    private static final long LOOK_MILLIS = 20;

    private final ConcurrentMap<String, Flight> underWay = new ConcurrentHashMap<>();

    private static final class Flight {
        private final CountDownLatch landed = new CountDownLatch(1);
        private volatile Optional<Object> answer = Optional.empty();
    }

    /**
     * Returns the result of {@code compute}, from this caller or the one that came first; the first passes a {@code
     * whole} result to {@code keep}.
     */
    <T> Optional<T> join(
            String name,
            Class<T> type,
            Supplier<Optional<T>> compute,
            Predicate<T> whole,
            Consumer<T> keep) {
        Flight mine = new Flight();
        Flight first = underWay.putIfAbsent(name, mine);
        if (first != null) {
            return await(first).map(type::cast).or(compute);
        }
        try {
            Optional<T> computed = compute.get();
            Optional<T> shared = computed.filter(whole);
            mine.answer = shared.map(Object.class::cast);
            mine.landed.countDown();
            shared.ifPresent(keep);
            return computed;
        } finally {
            mine.landed.countDown();
            underWay.remove(name, mine);
        }
    }

    private static Optional<Object> await(Flight first) {
        try {
            while (!Cancellation.currentIsCancelled()) {
                if (first.landed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return first.answer;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }
}
