package io.os199.cs.integration.webhook;

import io.os199.cs.platform.http.VendorAnswer;

import java.time.Duration;

/** A service does not answer just now: its deliveries wait, and none of them has used an attempt up. */
public final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final Duration after;

    private NotNowException(String message, Duration after) {
        super(message);
        this.after = after;
    }

    /** Of an answer to what a delivery had us ask. */
    public static RuntimeException of(String asked, String code, VendorAnswer answer) {
        String message = asked + " was not told: " + code;
        return switch (answer) {
            case VendorAnswer.Limited(Duration after) ->
                    new NotNowException(message, after == null ? USUAL : after);
            case VendorAnswer.CircuitOpen(Duration left) -> new NotNowException(message, left);
            case VendorAnswer.Unauthorized _, VendorAnswer.NotSent _ ->
                    new NotNowException(message, USUAL);
            default -> new IllegalStateException(message);
        };
    }

    /** How long deliveries wait. */
    public Duration after() {
        return after;
    }
}
