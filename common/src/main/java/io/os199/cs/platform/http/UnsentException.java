package io.os199.cs.platform.http;

import java.io.IOException;

/** A call that certainly did not reach the service: there was no connection, or no place for it among those under way. */
public final class UnsentException extends IOException {
    UnsentException(String message, Throwable cause) {
        super(message, cause);
    }
}
