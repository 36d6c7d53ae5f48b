package io.os199.cs.platform.database;

/** No connection was free in the time that its taker would wait, or more wait than can be served. */
public final class BusyException extends RuntimeException {
    BusyException() {
        super("no connection was free in time");
    }
}
