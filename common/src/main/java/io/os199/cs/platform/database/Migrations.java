package io.os199.cs.platform.database;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.resource.ZipResourceAccessor;
import liquibase.ui.LoggerUIService;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/** Brings a database to the schema of this version. Safe to run twice, and from two processes at once. */
public final class Migrations {
    /** The root of the change logs, on the class path. */
    public static final String CHANGELOG = "db/migrations.xml";

    private Migrations() {}

    public static void run(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> update(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("no connection for the migrations", e);
        } catch (Exception e) {
            throw new IllegalStateException("the migrations failed: " + e.getMessage(), e);
        }
    }

    private static void update(Connection connection) throws Exception {
        liquibase.database.Database database =
                DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(connection));
        ResourceAccessor changelogs = besideThisClass();
        try (changelogs) {
            Liquibase liquibase = new Liquibase(CHANGELOG, changelogs, database);
            // It would go to the standard output, which is not the migrations' to write to.
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(new Contexts(), new LabelExpression());
        }
    }

    /** The change logs of this very version, whatever else is on the class path. */
    private static ResourceAccessor besideThisClass() throws IOException, URISyntaxException {
        Path place =
                Path.of(
                        Migrations.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        return Files.isDirectory(place)
                ? new DirectoryResourceAccessor(place)
                : new ZipResourceAccessor(place);
    }
}
