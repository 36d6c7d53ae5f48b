package io.os199.cs.platform.database;

import io.os199.cs.platform.secrets.Login;
import io.os199.cs.platform.secrets.Login.Credentials;

import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.apache.tomcat.jdbc.pool.PoolConfiguration;
import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * New connections to PostgreSQL, each opened with the login that is current at that moment. A login that PostgreSQL
 * refuses is read again before the refusal is passed on, so that a password can be changed while the service runs.
 */
public final class LoginDataSource implements DataSource {
    /** SQL states for a wrong password, and for a role that does not exist or may not log in. */
    private static final Set<String> REFUSED = Set.of("28P01", "28000");

    /**
     * Pauses between a refusal and the next try: whoever rotates the login changes the server first and the secret a
     * moment later, or the other way round.
     */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));

    private final String url;
    private final Properties properties;
    private final Login login;

    private LoginDataSource(String url, Properties properties, Login login) {
        this.url = url;
        this.properties = properties;
        this.login = login;
        if (login.mayChange() && url.matches(".*[?&](user|password)=.*")) {
            throw new IllegalArgumentException(
                    "the database's url names a user or a password, which wins over the one that is"
                            + " kept elsewhere: leave it out of the url");
        }
    }

    /**
     * Makes a pool that has not started open its connections with {@code login}. When the login changes, idle
     * connections are closed at once, and borrowed ones when they are returned.
     */
    public static void into(DataSourceProxy pool, Login login) {
        PoolConfiguration configuration = pool.getPoolProperties();
        configuration.setDataSource(
                new LoginDataSource(
                        configuration.getUrl(), configuration.getDbProperties(), login));
        configuration.setUsername(null);
        configuration.setPassword(null);
        login.onChange(pool::purge);
    }

    /** Connections that are opened for each use and belong to no pool. */
    public static DataSource direct(String url, Login login) {
        return direct(url, login, new Properties());
    }

    /** Like {@link #direct(String, Login)}, with further driver properties. */
    static DataSource direct(String url, Login login, Properties more) {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false");
        return new LoginDataSource(url, properties, login);
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (Duration pause : PAUSES) {
            Credentials now = login.current();
            try {
                return connect(now);
            } catch (SQLException e) {
                if (!login.mayChange() || !REFUSED.contains(e.getSQLState())) {
                    throw e;
                }
                if (!login.renew(now)) {
                    pause(pause, e);
                    boolean _ = login.renew(now);
                }
            }
        }
        return connect(login.current());
    }

    private static void pause(Duration pause, SQLException refusal) throws SQLException {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refusal;
        }
    }

    private Connection connect(Credentials as) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        if (!as.user().isEmpty()) {
            all.setProperty("user", as.user());
        }
        if (!as.password().isEmpty()) {
            all.setProperty("password", as.password());
        }
        return DriverManager.getConnection(url, all);
    }

    /** Connects with the current login, whichever user is named. */
    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
            throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("not a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
