package io.os199.cs.testing;

import io.os199.cs.platform.database.Grants;
import io.os199.cs.platform.database.Migrations;
import io.os199.cs.platform.database.Partitions;

import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;

import javax.sql.DataSource;

/**
 * The database that test databases are copies of: migrated, with the roles of the processes and the partitions of the
 * current months.
 */
final class MigratedTemplate {
    static final String SERVICE = "cs_test_service";
    static final String READ_ONLY = "cs_test_read_only";

    private MigratedTemplate() {}

    /**
     * Makes the template.
     *
     * @param server the JDBC URL of any database there, for a role that may create databases and roles
     */
    static void make(String server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            DataSource template = unpooled(withDatabase(server, name));
            Migrations.run(template);
            makeRole(statement, SERVICE);
            makeRole(statement, READ_ONLY);
            Grants.apply(template, SERVICE, READ_ONLY);
            ensurePartitions(server, name, Clock.systemUTC());
        }
    }

    /** Creates the role, unless an earlier or concurrent run has. */
    private static void makeRole(Statement statement, String role) throws SQLException {
        statement.execute(
                """
                do $$ begin
                    create role %1$s login password '%1$s';
                exception when duplicate_object or unique_violation then null;
                end $$
                """
                        .formatted(role));
    }

    /** Creates the partitions that a migrated deployment has at that time. */
    static void ensurePartitions(String server, String database, Clock clock) throws SQLException {
        new Partitions(unpooled(withDatabase(server, database)), clock).ensureAhead();
    }

    static String withDatabase(String url, String name) {
        return url.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
    }

    static DataSource unpooled(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }
}
