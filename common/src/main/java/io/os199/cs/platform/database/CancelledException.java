package io.os199.cs.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * The statement under way was stopped because its call reached its deadline or was cancelled, or its client has gone.
 */
public final class CancelledException extends RuntimeException {
    public CancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
