package io.os199.cs.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.postgresql.ds.PGSimpleDataSource;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * PostgreSQL 18 in the folder, durable, on the loopback interface, with passwords.
 *
 * @param owner of the database of the same name, and of its tables
 * @param service the role with which the API and the worker write
 * @param readOnly the role with which they read
 */
record DatabaseServer(int port, Role owner, Role service, Role readOnly) {
    static final String NAME = "cs";
    private static final String VERSION = "18";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    /** A role that may log in. */
    record Role(String name, String password) {
        static Role of(String name, Folder folder, String secret) throws IOException {
            return new Role(name, folder.secret(secret));
        }
    }

    /** @param ports those that the server must not take */
    static DatabaseServer start(Folder folder, Ports ports)
            throws IOException, CannotStartException {
        Path data = folder.path(Folder.DATABASE);
        requireVersion(data);
        int port = folder.port("postgres", ports);
        Role owner = Role.of(NAME, folder, "database");
        Role service = Role.of(NAME + "_service", folder, "database-service");
        Role readOnly = Role.of(NAME + "_read_only", folder, "database-read-only");
        EmbeddedPostgres server = server(folder, data, port, owner.password());
        try {
            secure(server, data, owner.password());
            ownDatabase(server, owner);
            makeRole(server, service);
            makeRole(server, readOnly);
            execute(server, "grant " + readOnly.name() + " to " + service.name());
        } catch (SQLException e) {
            throw new CannotStartException("PostgreSQL refused its set-up: " + e.getMessage(), e);
        }
        return new DatabaseServer(port, owner, service, readOnly);
    }

    private static void requireVersion(Path data) throws IOException, CannotStartException {
        Path file = data.resolve("PG_VERSION");
        if (Files.exists(file) && !Files.readString(file).strip().equals(VERSION)) {
            throw new CannotStartException(
                    "%s was made by PostgreSQL %s and this is %s: start anew with --fresh"
                            .formatted(data, Files.readString(file).strip(), VERSION));
        }
    }

    private static EmbeddedPostgres server(Folder folder, Path data, int port, String password)
            throws IOException, CannotStartException {
        File log = folder.startLog(RunPart.POSTGRES.log()).toFile();
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.make("postgres-bin").toFile())
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPort(port)
                    .setPGStartupWait(PATIENCE)
                    .setConnectConfig("password", password)
                    .setOutputRedirector(Redirect.appendTo(log))
                    .setErrorRedirector(Redirect.appendTo(log))
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setServerConfig("listen_addresses", Ports.LOOPBACK)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("timezone", "UTC")
                    .setServerConfig("log_timezone", "UTC")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new CannotStartException(
                    "PostgreSQL did not start; the end of its log:"
                            + folder.tail(RunPart.POSTGRES.log()),
                    e);
        }
    }

    /** Makes the server ask for passwords; a new one trusts everybody on this machine. */
    private static void secure(EmbeddedPostgres server, Path data, String password)
            throws IOException, SQLException {
        Path access = data.resolve("pg_hba.conf");
        if (Files.readString(access).equals(ACCESS)) {
            return;
        }
        execute(server, "alter role postgres password '" + password + "'");
        Files.writeString(access, ACCESS);
        execute(server, "select pg_reload_conf()");
    }

    private static void ownDatabase(EmbeddedPostgres server, Role owner) throws SQLException {
        makeRole(server, owner);
        if (!exists(server, "select from pg_database where datname = '" + NAME + "'")) {
            execute(server, "create database " + NAME + " owner " + owner.name());
        }
    }

    private static void makeRole(EmbeddedPostgres server, Role role) throws SQLException {
        if (!exists(server, "select from pg_roles where rolname = '" + role.name() + "'")) {
            execute(
                    server,
                    "create role " + role.name() + " login password '" + role.password() + "'");
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean exists(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    String url() {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + NAME;
    }

    /** Returns a data source that opens a new connection of the owner for each call. */
    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(owner.name());
        source.setPassword(owner.password());
        return source;
    }
}
