package io.os199.cs.platform.database;

import org.jspecify.annotations.Nullable;

/** The statement under way was stopped, because its call met the deadline, was cancelled, or its client went. */
public final class CancelledException extends RuntimeException {
    public CancelledException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
