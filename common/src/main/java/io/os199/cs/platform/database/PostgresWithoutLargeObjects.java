package io.os199.cs.platform.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * Leaves out what nothing here uses: large objects, whose functions each new connection would have to ask for, and kinds of objects of
 * one's own, which every handle would tell its connection.
 */
final class PostgresWithoutLargeObjects extends PostgresPlugin {
    @Override
    public Handle customizeHandle(Handle handle) {
        return handle;
    }
}
