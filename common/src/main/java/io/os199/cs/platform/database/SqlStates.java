package io.os199.cs.platform.database;

import java.sql.SQLException;

/** The meaning of the five-character code that PostgreSQL and its driver give with a failure. */
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

    /** The code of the failure or of the nearest cause that has one; otherwise empty. */
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

    /** Whether another transaction was in the way, so that the same work may succeed when run again. */
    static boolean isConflict(String state) {
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK);
    }

    /**
     * Whether the connection is gone: broken, or ended by a server that is stopping, starting, has crashed or waited
     * too long.
     */
    static boolean isLost(String state) {
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(IDLE_IN_TRANSACTION);
    }

    /** Whether PostgreSQL itself rejected the statement, and the connection is still usable. */
    static boolean isAnswer(String state) {
        return !state.isEmpty() && !isLost(state);
    }

    /** Whether the server takes no writes. For a read-only transaction this says nothing about the server. */
    static boolean isReadOnly(String state) {
        return state.equals(READ_ONLY_TRANSACTION);
    }

    /** Whether a replica refused what the primary may be able to do. */
    static boolean isPrimaryOnly(String state) {
        return isConflict(state) || state.equals(FEATURE_NOT_SUPPORTED);
    }
}
