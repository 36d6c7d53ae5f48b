package io.os199.cs.testing;

import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

/** The connections of a worker that dies: they break in the middle of whatever it does, and it gets no new ones. */
public final class MortalConnections implements DataSource {
    private final TestDatabase server;
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final String worker;
    private volatile boolean dead;

    public MortalConnections(TestDatabase server, String worker) {
        this.server = server;
        this.worker = worker;
        source.setUrl(server.url());
        source.setApplicationName(worker);
    }

    /** Returns a pool of these connections like that of a process. */
    public DataSource pooled() {
        PoolProperties pool = new PoolProperties();
        pool.setDataSource(this);
        pool.setInitialSize(0);
        pool.setMinIdle(0);
        pool.setRollbackOnReturn(true);
        return new org.apache.tomcat.jdbc.pool.DataSource(pool);
    }

    /** Breaks all connections; the worker writes nothing after this. */
    public void kill() {
        dead = true;
        server.jdbi()
                .useHandle(
                        db ->
                                db.createQuery(
                                                "select pg_terminate_backend(pid) from"
                                                        + " pg_stat_activity where"
                                                        + " application_name = :worker")
                                        .bind("worker", worker)
                                        .mapTo(Boolean.class)
                                        .list());
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (dead) {
            throw new SQLException("killed", "57P01");
        }
        Connection connection = source.getConnection();
        if (dead) {
            connection.close();
            throw new SQLException("killed", "57P01");
        }
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(System.out);
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

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
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
