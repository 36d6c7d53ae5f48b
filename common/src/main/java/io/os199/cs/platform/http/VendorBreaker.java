package io.os199.cs.platform.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps calls away from a service that fails: five failures in a row, and nobody asks it for a minute; then one call tries, and each time
 * that it fails the pause doubles, up to ten minutes.
 */
final class VendorBreaker {
    private static final int IN_A_ROW = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final CircuitBreaker breaker;
    private final Clock clock;
    private final IntervalFunction pauses =
            IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE);
    private volatile Instant openedAt = Instant.MIN;
    private final AtomicInteger openings = new AtomicInteger();

    /** @param open is told whenever it opens or closes */
    VendorBreaker(String name, Clock clock, Consumer<Boolean> open) {
        this.clock = clock;
        breaker =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(IN_A_ROW)
                                .minimumNumberOfCalls(IN_A_ROW)
                                .failureRateThreshold(100)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .waitIntervalFunctionInOpenState(pauses)
                                .clock(clock)
                                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                                .build());
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> {
                            switch (event.getStateTransition().getToState()) {
                                case OPEN -> {
                                    openedAt = clock.instant();
                                    openings.incrementAndGet();
                                    open.accept(true);
                                }
                                case CLOSED -> {
                                    openings.set(0);
                                    open.accept(false);
                                }
                                default -> open.accept(true);
                            }
                        });
    }

    /** Whether a call may be made now; who was allowed tells how it went. */
    boolean allows() {
        return breaker.tryAcquirePermission();
    }

    /** The service answered, be it with a refusal. */
    void answered() {
        breaker.onSuccess(0, TimeUnit.MILLISECONDS);
    }

    void failed() {
        breaker.onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("failed"));
    }

    /** How long nobody is allowed; a little while another call tries. */
    Duration left() {
        Instant end = openedAt.plusMillis(pauses.apply(Math.max(1, openings.get())));
        Duration left = Duration.between(clock.instant(), end);
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }
}
