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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

import javax.sql.DataSource;

/**
 * Brings a database to the schema of this version, while the previous version may be serving. Safe to run twice, and
 * from two processes at once.
 *
 * <p>A session that waits for a lock on a table blocks everybody who comes after it, readers too. So a changeset
 * waits for one second, is rolled back, and is tried again when the blocker may be gone, for two minutes in all.
 * Finished changesets stay.
 */
public final class Migrations {
    /** The root of the change logs, on the class path. */
    public static final String CHANGELOG = "db/migrations.xml";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final int TRIES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Migrations() {}

    /** Runs the missing changesets, for people who work in UTC. */
    public static void run(DataSource dataSource) {
        run(dataSource, ZoneOffset.UTC);
    }

    /**
     * Runs the missing changesets.
     *
     * @param zone in which people work, for the initial data of a new database
     * @throws IllegalStateException if a changeset fails, or gets its lock in none of its tries
     */
    public static void run(DataSource dataSource, ZoneId zone) {
        try {
            ResourceAccessor changelogs = besideThisClass();
            try (changelogs) {
                run(dataSource, changelogs, zone);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the migrations failed: " + e.getMessage(), e);
        }
    }

    /** Runs the missing changesets from the change logs of another version. */
    static void run(DataSource dataSource, ResourceAccessor changelogs) throws Exception {
        run(dataSource, changelogs, ZoneOffset.UTC);
    }

    private static void run(DataSource dataSource, ResourceAccessor changelogs, ZoneId zone)
            throws Exception {
        for (int left = TRIES - 1; ; left--) {
            try (Connection connection = dataSource.getConnection()) {
                Scope.child(
                        Scope.Attr.ui,
                        new LoggerUIService(),
                        () -> update(connection, changelogs, zone));
                return;
            } catch (Exception e) {
                if (left == 0 || !waitedForLock(e)) {
                    throw e;
                }
                LOG.info("a table was in use for too long; the migrations go on in a moment");
                Thread.sleep(PAUSE);
            }
        }
    }

    private static void update(Connection connection, ResourceAccessor changelogs, ZoneId zone)
            throws Exception {
        setLockTimeout(connection, "'1s'");
        tellZone(connection, zone);
        try {
            liquibase.database.Database database =
                    DatabaseFactory.getInstance()
                            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Liquibase liquibase = new Liquibase(CHANGELOG, changelogs, database);
            // The summary would go to standard output, which is not for the migrations to write to.
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(new Contexts(), new LabelExpression());
        } finally {
            if (!connection.isClosed()) {
                connection.rollback();
                setLockTimeout(connection, "default");
            }
        }
    }

    /** Sets it for the session, so that it applies to every changeset's transaction. */
    private static void setLockTimeout(Connection connection, String timeout) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout to " + timeout);
        }
    }

    /** Sets the time zone that the seeds read; a change-log parameter would alter the checksums of its changesets. */
    private static void tellZone(Connection connection, ZoneId zone) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select set_config('cs.time_zone', ?, false)")) {
            statement.setString(1, zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId());
            statement.execute();
        }
    }

    private static boolean waitedForLock(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Returns where this very version and its change logs are: a jar, or a folder if the code was just compiled. */
    public static Path place() {
        try {
            return Path.of(
                    Migrations.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The change logs of this very version, whatever else is on the class path. */
    private static ResourceAccessor besideThisClass() throws IOException {
        Path place = place();
        return Files.isDirectory(place)
                ? new DirectoryResourceAccessor(place)
                : new ZipResourceAccessor(place);
    }
}
