package io.os199.cs.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.LoginDataSource;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Secrets;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;

import javax.sql.DataSource;

/** The database connections of a command. */
final class CommandPool implements AutoCloseable {
    private final ManagedDataSource pool;
    private final Secrets secrets;

    private CommandPool(ManagedDataSource pool, Secrets secrets) {
        this.pool = pool;
        this.secrets = secrets;
    }

    /** The secrets of the configuration, for a command, which records no metrics. */
    static Secrets secrets(ServiceConfiguration configuration) {
        return new Secrets(
                configuration.secrets(),
                new PrometheusRegistry(),
                OutsideCalls.unwatched(),
                Clock.systemUTC());
    }

    /**
     * Opens the connections as the service.
     *
     * @throws IllegalStateException with a message for people, when the database does not answer
     * @throws IllegalArgumentException with a message for people, when a secret is not available
     */
    static CommandPool open(
            ConfiguredCommand<?> command,
            Bootstrap<?> bootstrap,
            ServiceConfiguration configuration)
            throws Exception {
        Secrets secrets = secrets(configuration);
        DataSourceFactory factory = configuration.database();
        Login login = Login.of(secrets, "database", factory.getUser(), factory.getPassword());
        return open(command, bootstrap, factory, secrets, login);
    }

    /**
     * Like {@link #open(ConfiguredCommand, Bootstrap, ServiceConfiguration)}, with another login; closes the secrets
     * too.
     */
    static CommandPool open(
            ConfiguredCommand<?> command,
            Bootstrap<?> bootstrap,
            DataSourceFactory factory,
            Secrets secrets,
            Login login)
            throws Exception {
        // What a command prints is its answer; its entries are in the audit log anyway.
        ((Logger) LoggerFactory.getLogger("audit")).setLevel(Level.WARN);
        // A pool that fills at startup logs a failure with its stack trace; a person wants the
        // message.
        factory.setInitialSize(0);
        factory.setMinSize(0);
        ManagedDataSource pool = factory.build(bootstrap.getMetricRegistry(), command.getName());
        LoginDataSource.into((DataSourceProxy) pool, login);
        pool.start();
        CommandPool opened = new CommandPool(pool, secrets);
        opened.check();
        return opened;
    }

    private void check() {
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            close();
            // No cause: the message is all that a person needs.
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
        secrets.stop();
        try {
            pool.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the connections were not closed", e);
        }
    }
}
