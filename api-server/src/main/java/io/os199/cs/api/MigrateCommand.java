package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.os199.cs.platform.config.DatabaseRoles;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;

import net.sourceforge.argparse4j.inf.Namespace;

import java.time.Clock;

import javax.sql.DataSource;

/**
 * {@code migrate}: brings the configured database to the schema of this version, grants the roles of the processes what
 * they may do, and makes the partitions of the next months. Run before the first process of a new version starts, as the owner
 * of the tables; safe to run again.
 */
final class MigrateCommand extends ConfiguredCommand<ServiceConfiguration> {
    MigrateCommand() {
        super("migrate", "Brings the database to the schema of this version");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        DatabaseRoles roles = configuration.databaseRoles();
        DataSourceFactory factory = configuration.database();
        if (configuration.migration().isConfigured()) {
            factory.setUser(configuration.migration().user());
            factory.setPassword(configuration.migration().password());
        }
        try (CommandPool pool = CommandPool.open(this, bootstrap, factory)) {
            DataSource database = pool.dataSource();
            Migrations.run(database);
            Grants.apply(database, roles.service(), roles.readOnly());
            new Partitions(database, Clock.systemUTC()).ensureAhead();
        }
        System.out.println("The database has the schema of this version.");
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        cli.getStdErr().println("The migrations failed: " + cause.getMessage());
    }
}
