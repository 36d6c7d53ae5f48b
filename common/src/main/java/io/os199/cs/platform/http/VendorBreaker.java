package io.os199.cs.platform.http;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.os199.cs.platform.http.SharedCircuits.Turn;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps calls away from a failing service ({@link CircuitRule#OF_VENDORS}): after several failures in a row it is not
 * called for a while; then one call tries, and each time that fails the pause doubles. All processes count together,
 * or each for itself while that is not available.
 */
final class VendorBreaker {
    private static final CircuitRule RULE = CircuitRule.OF_VENDORS;

    /** Marks the trial of a turn that was given in this process alone. */
    private static final long HERE = -1;

    /** The time after which another call may try, when the one that tried never reported its outcome. */
    private static final Duration TRIAL = Duration.ofMinutes(1);

    private final String name;
    private final SharedCircuits shared;
    private final Consumer<Boolean> open;
    private final CircuitBreaker here;
    private final Clock clock;
    private final IntervalFunction pauses =
            IntervalFunction.ofExponentialBackoff(RULE.firstPause(), 2, RULE.longestPause());
    private volatile Instant openedAt = Instant.MIN;
    private final AtomicInteger openings = new AtomicInteger();

    /** @param open receives whether the circuit is open, whenever that may have changed */
    VendorBreaker(String name, SharedCircuits shared, Clock clock, Consumer<Boolean> open) {
        this.name = name;
        this.shared = shared;
        this.clock = clock;
        this.open = open;
        here =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(RULE.inARow())
                                .minimumNumberOfCalls(RULE.inARow())
                                .failureRateThreshold(100)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .waitIntervalFunctionInOpenState(pauses)
                                .maxWaitDurationInHalfOpenState(TRIAL)
                                .clock(clock)
                                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                                .build());
        here.getEventPublisher()
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

    /** Whether a call may be made now; whoever is given a turn must report the outcome. */
    Turn ask() {
        Optional<Turn> turn = shared.ask(name);
        // Failures counted here while the shared state was unavailable keep this process away in
        // any case.
        if (turn.isPresent() && (!turn.get().isGiven() || here.getState() == State.CLOSED)) {
            open.accept(!turn.get().isGiven() || turn.get().trial() != 0);
            return turn.get();
        }
        Turn own = new Turn(here.tryAcquirePermission() ? Duration.ZERO : left(), HERE);
        open.accept(here.getState() != State.CLOSED);
        return own;
    }

    /** The service answered, even if with a refusal. */
    void answered(Turn turn) {
        ended(turn, true);
    }

    void failed(Turn turn) {
        ended(turn, false);
    }

    private void ended(Turn turn, boolean answered) {
        Optional<Boolean> rests =
                turn.trial() == HERE
                        ? Optional.empty()
                        : shared.ended(name, turn.trial(), answered);
        if (rests.isPresent()) {
            open.accept(rests.get());
        } else if (answered) {
            here.onSuccess(0, TimeUnit.MILLISECONDS);
        } else {
            here.onError(0, TimeUnit.MILLISECONDS, new IllegalStateException("failed"));
        }
    }

    /** How long no call is allowed; one second while another call tries. */
    private Duration left() {
        Instant end = openedAt.plusMillis(pauses.apply(Math.max(1, openings.get())));
        Duration left = Duration.between(clock.instant(), end);
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }
}
