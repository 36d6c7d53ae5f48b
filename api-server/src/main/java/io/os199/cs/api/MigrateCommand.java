package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;
import io.os199.cs.platform.config.DatabaseRoles;
import io.os199.cs.platform.config.MigrationConfig;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Secrets;

import net.sourceforge.argparse4j.inf.Namespace;

import java.time.Clock;
import java.time.ZoneId;

import javax.sql.DataSource;

/**
 * {@code migrate}: brings the configured database to the schema of this version, grants the roles of the processes
 * their privileges, and creates the partitions of the next months. It is run as the owner of the tables before the
 * first process of a new version starts, and is safe to run again.
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
        Secrets secrets = CommandPool.secrets(configuration);
        DatabaseRoles roles =
                configuration.databaseRoles((field, user) -> secrets.secret(field, user).value());
        DataSourceFactory factory = configuration.database();
        MigrationConfig owner = configuration.migration();
        Login login =
                owner.isConfigured()
                        ? Login.of(secrets, "migration", owner.user(), owner.password())
                        : Login.of(secrets, "database", factory.getUser(), factory.getPassword());
        try (CommandPool pool = CommandPool.open(this, bootstrap, factory, secrets, login)) {
            DataSource database = pool.dataSource();
            Migrations.run(database, ZoneId.of(configuration.core().timeZone()));
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
