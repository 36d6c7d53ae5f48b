package io.os199.cs.platform.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What all processes together know about failing services, so that a process that gave up on a service spares the
 * others from finding out. An empty result means that this is not available now, and each process counts for itself.
 */
public interface SharedCircuits {
    /**
     * Whether a service may be called.
     *
     * @param rest how long to wait; zero: it may be called now
     * @param trial the number of this attempt to see whether a failing service answers again, whose outcome has to be
     *     reported; zero when the service is not failing
     */
    record Turn(Duration rest, long trial) {
        boolean isGiven() {
            return rest.isZero();
        }
    }

    /** Whether a service may be called now; for a resting service, one caller may once its pause is over. */
    Optional<Turn> ask(String service);

    /**
     * Reports the outcome of a call for which {@link #ask} gave a turn.
     *
     * @param answered whether there was an answer, even a refusal
     * @return whether the service is resting now
     */
    Optional<Boolean> ended(String service, long trial, boolean answered);

    /** For a single process. */
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
