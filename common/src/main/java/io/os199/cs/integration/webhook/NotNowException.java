package io.os199.cs.integration.webhook;

import io.os199.cs.platform.http.VendorAnswer;

import java.time.Duration;

/**
 * A service does not answer just now: its deliveries wait, and none of them has used an attempt up, but the one that it was asked about and that
 * may not be told to us at all.
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

    /** Of an answer to what a delivery had us ask. */
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

    /** How long deliveries wait. */
    public Duration after() {
        return after;
    }
}
