package io.os199.cs.platform.database;

import org.jdbi.v3.core.ConnectionFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connections of a pool for callers who would rather give up than wait as long as the pool allows others to. */
record Impatient(org.apache.tomcat.jdbc.pool.DataSourceProxy pool, Duration patience)
        implements ConnectionFactory {
    @Override
    public Connection openConnection() throws SQLException {
        Future<Connection> coming = pool.getConnectionAsync();
        try {
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new BusyException();
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            throw new BusyException();
        } catch (ExecutionException e) {
            throw new SQLException("no connection", e);
        }
    }
}
