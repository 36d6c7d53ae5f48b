package io.os199.cs.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A real PostgreSQL and another one that streams from it, which a test can kill, restart and promote. */
public final class ReplicatedPostgres implements AutoCloseable {
    private final Server primary;
    private final Server standby;

    private ReplicatedPostgres(Server primary, Server standby) {
        this.primary = primary;
        this.standby = standby;
    }

    /** Makes both in {@code folder}; {@code setUp} is run on the primary before it is copied. */
    public static ReplicatedPostgres start(Path folder, Consumer<Server> setUp) {
        try {
            Server primary = new Server(folder.resolve("primary"), FreePort.next());
            primary.start();
            setUp.accept(primary);
            primary.stop();
            Server standby = new Server(folder.resolve("standby"), FreePort.next());
            copy(primary.data, standby.data);
            Files.createFile(standby.data.resolve("standby.signal"));
            Files.writeString(
                    standby.data.resolve("postgresql.auto.conf"),
                    "primary_conninfo = 'host=127.0.0.1 port="
                            + primary.port
                            + " user=postgres'\n");
            primary.start();
            standby.start();
            return new ReplicatedPostgres(primary, standby);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Server primary() {
        return primary;
    }

    public Server standby() {
        return standby;
    }

    @Override
    public void close() {
        standby.stop();
        primary.stop();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.getFileName().toString().equals("epg-lock")) {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file)),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** One of the two servers. */
    public static final class Server {
        private final Path data;
        private final int port;
        private @Nullable EmbeddedPostgres running;

        private Server(Path data, int port) {
            this.data = data;
            this.port = port;
        }

        public int port() {
            return port;
        }

        /** Returns host and port as in a URL. */
        public String address() {
            return "127.0.0.1:" + port;
        }

        /** Starts the server, also after {@link #kill}. */
        public void start() {
            try {
                running =
                        EmbeddedPostgres.builder()
                                .setDataDirectory(data)
                                .setCleanDataDirectory(false)
                                .setPort(port)
                                .setPGStartupWait(Duration.ofMinutes(1))
                                .setOutputRedirector(Redirect.DISCARD)
                                .setErrorRedirector(Redirect.DISCARD)
                                .setServerConfig("synchronous_commit", "on")
                                .setServerConfig("wal_keep_size", "256MB")
                                .setServerConfig("wal_retrieve_retry_interval", "200ms")
                                .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends all its processes as a power failure would. */
        public void kill() {
            ProcessHandle postmaster = ProcessHandle.of(pid()).orElseThrow();
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(each -> each.onExit().join());
            stop();
        }

        private long pid() {
            try {
                return Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void stop() {
            EmbeddedPostgres open = running;
            running = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        /** Executes a statement as the superuser. */
        public void execute(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** Returns the only value of the only row, read as the superuser. */
        public String value(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return Objects.requireNonNullElse(row.getString(1), "");
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }

        /** Returns the JDBC URL for the superuser. */
        public String ownerUrl() {
            return "jdbc:postgresql://" + address() + "/postgres?user=postgres";
        }

        private Connection connect() throws SQLException {
            return DriverManager.getConnection(ownerUrl());
        }
    }
}
