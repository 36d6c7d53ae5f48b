package io.os199.cs.platform.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What all processes know together of services that fail, so that one that gave up on a service spares the others finding out. Where an
 * answer is empty that is not to be had now, and each process counts for itself.
 */
public interface SharedCircuits {
    /**
     * Whether a service may be asked.
     *
     * @param rest how long not; zero: now
     * @param trial which attempt this is to see whether a failing service answers again, which tells how it went; zero where none failed
     */
    record Turn(Duration rest, long trial) {
        boolean isGiven() {
            return rest.isZero();
        }
    }

    /** Whether a service may be asked now; of a service that rests one caller may, once its pause is over. */
    Optional<Turn> ask(String service);

    /**
     * Tells how a call went for which {@link #ask} had given a turn.
     *
     * @param answered be it with a refusal
     * @return whether the service rests now
     */
    Optional<Boolean> ended(String service, long trial, boolean answered);

    /** As where there is one process only. */
    static SharedCircuits none() {
        return new SharedCircuits() {
            @Override
            public Optional<Turn> ask(String service) {
                return Optional.empty();
            }

            @Override
            public Optional<Boolean> ended(String service, long trial, boolean answered) {
                return Optional.empty();
            }
        };
    }
}
