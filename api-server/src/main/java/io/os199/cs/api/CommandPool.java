package io.os199.cs.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.database.Database;

import org.slf4j.LoggerFactory;

import java.sql.SQLException;

import javax.sql.DataSource;

/** The connections of a command. */
final class CommandPool implements AutoCloseable {
    private final ManagedDataSource pool;

    private CommandPool(ManagedDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens them.
     *
     * @throws IllegalStateException with a sentence for people, when the database does not answer
     */
    static CommandPool open(
            ConfiguredCommand<?> command, Bootstrap<?> bootstrap, DataSourceFactory factory)
            throws Exception {
        // What a command prints is its answer; its entries stand in the audit log all the same.
        ((Logger) LoggerFactory.getLogger("audit")).setLevel(Level.WARN);
        // A pool that is filled at its start logs a failure with its trace; a person wants the
        // sentence.
        factory.setInitialSize(0);
        factory.setMinSize(0);
        ManagedDataSource pool = factory.build(bootstrap.getMetricRegistry(), command.getName());
        pool.start();
        CommandPool opened = new CommandPool(pool);
        opened.check();
        return opened;
    }

    private void check() {
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            close();
            // No cause: the sentence is all that a person needs.
            throw new IllegalStateException(
                    "the database cannot be used (%s): start it with ./cs-mcp up, or set CS_DATABASE_URL to yours"
                            .formatted(e.getMessage()));
        }
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
