package io.os199.cs.platform.database;

import io.os199.cs.platform.secrets.Login;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

import javax.sql.DataSource;

/** Asks a server for its state, over a connection of its own that is reopened after it broke. For use by one thread. */
public final class ServerProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProbe.class);
    private static final int PATIENCE_SECONDS = 1;
    private static final String ASK =
            """
            select pg_is_in_recovery() as standby,
                   case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end
                       - '0/0'::pg_lsn as position,
                   pg_postmaster_start_time()::text as started,
                   (select system_identifier from pg_control_system()) as cluster
            """;

    /**
     * @param standby whether it replays the log of another server
     * @param position where its log ends, or how far it has replayed
     * @param started when the server was started; to the microsecond, so it tells servers apart
     * @param cluster the identifier that a primary and its replicas share
     */
    record State(boolean standby, long position, String started, long cluster) {
        boolean isServerOf(State other) {
            return cluster == other.cluster && started.equals(other.started);
        }
    }

    private final DataSource source;
    private @Nullable Connection open;

    private ServerProbe(DataSource source) {
        this.source = source;
    }

    /** A probe for the server that a URL leads to. */
    public static ServerProbe of(String url, Login login) {
        Properties times = new Properties();
        times.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        times.setProperty("loginTimeout", Integer.toString(2 * PATIENCE_SECONDS));
        times.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
        return new ServerProbe(LoginDataSource.direct(url, login, times));
    }

    /** Empty when the server does not answer in time. */
    Optional<State> ask() {
        try {
            Connection connection = open;
            if (connection == null) {
                connection = source.getConnection();
                open = connection;
            }
            return Optional.of(ask(connection));
        } catch (SQLException e) {
            LOG.debug("no answer", e);
            close();
            return Optional.empty();
        }
    }

    private static State ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            return new State(
                    row.getBoolean("standby"),
                    row.getLong("position"),
                    row.getString("started"),
                    row.getLong("cluster"));
        }
    }

    /** Closes the connection; the next question opens another one, to where the URL leads then. */
    @Override
    public void close() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("a broken connection did not close", e);
            }
        }
    }
}
