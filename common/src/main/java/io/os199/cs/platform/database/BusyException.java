package io.os199.cs.platform.database;

/**
 * No connection became free within the time that the caller would wait, or more callers are waiting than can be
 * served.
 */
public final class BusyException extends RuntimeException {
    BusyException() {
        super("no connection was free in time");
    }
}
