package io.os199.cs.platform.database;

import java.sql.SQLException;

/** What the five characters say that PostgreSQL and its driver give with a failure. */
final class SqlStates {
    /** The client cannot establish a connection. */
    static final String NO_CONNECTION = "08001";

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK = "40P01";
    private static final String QUERY_CANCELED = "57014";
    private static final String IDLE_IN_TRANSACTION = "25P03";
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private SqlStates() {}

    /** Of the failure or the nearest cause that has one; else empty. */
    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    static boolean isCanceled(String state) {
        return state.equals(QUERY_CANCELED);
    }

    /** Whether another transaction was in the way, so that the same may succeed when it is run again. */
    static boolean isConflict(String state) {
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK);
    }

    /** Whether the connection is gone: broken, or ended by a server that stops, starts, crashed or waited too long. */
    static boolean isLost(String state) {
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(IDLE_IN_TRANSACTION);
    }

    /** Whether it is PostgreSQL's word on the statement, whose connection goes on. */
    static boolean isAnswer(String state) {
        return !state.isEmpty() && !isLost(state);
    }

    /** Whether the server takes no writes. Of a transaction that only reads, it says nothing about the server. */
    static boolean isReadOnly(String state) {
        return state.equals(READ_ONLY_TRANSACTION);
    }

    /** Whether a replica refused what the primary may be able to do. */
    static boolean isPrimaryOnly(String state) {
        return isConflict(state) || state.equals(FEATURE_NOT_SUPPORTED);
    }
}
