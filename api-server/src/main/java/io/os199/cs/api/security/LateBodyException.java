package io.os199.cs.api.security;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Signals that too little of a body arrived for too long. Whoever reads the body may wrap this, as Jetty does when it
 * reads forms.
 */
final class LateBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    LateBodyException(@Nullable Throwable cause) {
        super("too little of the body came for too long", cause);
    }

    static boolean isBehind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LateBodyException) {
                return true;
            }
        }
        return false;
    }
}
