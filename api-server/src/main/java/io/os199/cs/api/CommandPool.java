package io.os199.cs.api;

import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.database.Database;

import javax.sql.DataSource;

/** The connections of a command. */
final class CommandPool implements AutoCloseable {
    private final ManagedDataSource pool;

    private CommandPool(ManagedDataSource pool) {
        this.pool = pool;
    }

    static CommandPool open(
            ConfiguredCommand<?> command, Bootstrap<?> bootstrap, DataSourceFactory factory)
            throws Exception {
        // A pool that is filled at its start logs a failure with its trace; a person wants the
        // sentence.
        factory.setInitialSize(0);
        factory.setMinSize(0);
        ManagedDataSource pool = factory.build(bootstrap.getMetricRegistry(), command.getName());
        pool.start();
        return new CommandPool(pool);
    }

    DataSource dataSource() {
        return pool;
    }

    Database database() {
        return Database.of(pool);
    }

    @Override
    public void close() {
        try {
            pool.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the connections were not closed", e);
        }
    }
}
