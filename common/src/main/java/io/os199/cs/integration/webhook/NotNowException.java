package io.os199.cs.integration.webhook;

import io.os199.cs.platform.http.VendorAnswer;

import java.time.Duration;

/**
 * Thrown while a service does not answer: its deliveries wait, and none of them uses up an attempt, except the
 * delivery that the service was asked about, if we may not be allowed to read it at all.
 */
public final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL = Duration.ofMinutes(1);

    private static final int FORBIDDEN = 403;

    private final Duration after;
    private final boolean usesAttempt;

    private NotNowException(String message, Duration after, boolean usesAttempt) {
        super(message);
        this.after = after;
        this.usesAttempt = usesAttempt;
    }

    /** Returns the exception for the answer to what a delivery made us ask. */
    public static RuntimeException of(String asked, String code, VendorAnswer answer) {
        String message = asked + " was not told: " + code;
        return switch (answer) {
            case VendorAnswer.Limited(Duration after) ->
                    new NotNowException(message, after == null ? USUAL : after, false);
            case VendorAnswer.CircuitOpen(Duration left) ->
                    new NotNowException(message, left, false);
            case VendorAnswer.Unauthorized(int status) ->
                    new NotNowException(message, USUAL, status == FORBIDDEN);
            case VendorAnswer.NotSent _ -> new NotNowException(message, USUAL, false);
            default -> new IllegalStateException(message);
        };
    }

    /** Whether the delivery itself may be to blame. */
    boolean usesAttempt() {
        return usesAttempt;
    }

    /** Returns how long deliveries wait. */
    public Duration after() {
        return after;
    }
}
