package io.os199.cs.platform.database;

/** No connection was free in the time that its taker would wait. */
public final class BusyException extends RuntimeException {
    BusyException() {
        super("no connection was free in time");
    }
}
