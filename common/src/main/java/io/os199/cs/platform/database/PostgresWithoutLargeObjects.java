package io.os199.cs.platform.database;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The PostgreSQL plugin without what nothing here uses: large objects, whose functions each new connection would have
 * to look up, and custom object types, which every handle would register with its connection.
 */
final class PostgresWithoutLargeObjects extends PostgresPlugin {
    @Override
    public Handle customizeHandle(Handle handle) {
        return handle;
    }
}
