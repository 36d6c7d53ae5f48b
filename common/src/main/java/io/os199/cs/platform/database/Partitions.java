package io.os199.cs.platform.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/**
 * The monthly partitions of {@code usage_events}, {@code usage_hourly} and {@code audit_log}.
 *
 * <p>A month is a month in UTC. There is no default partition: the database refuses a row of a month without a
 * partition, so whoever writes rows outside the next few months calls {@link #ensure} first. Every partition ever
 * made has its row in {@code table_partitions}, written in the transaction that made it.
 *
 * <p>Needs no right except to execute {@code make_partition}, which the migrations grant.
 *
 * <p>Safe to call from any number of threads and processes at once. Making a partition waits for no reader and no
 * writer of the table.
 */
public final class Partitions {
    private static final List<String> TABLES = List.of("usage_events", "usage_hourly", "audit_log");
    private static final int MONTHS_AHEAD = 3;

    private final DataSource dataSource;
    private final Clock clock;

    public Partitions(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    /**
     * Makes the missing partitions for the current month and the three after it, for every partitioned table.
     *
     * @throws IllegalStateException like {@link #ensure}
     * @throws SQLException if the database fails; tables done before it stay done
     */
    public void ensureAhead() throws SQLException {
        YearMonth current = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        for (String table : TABLES) {
            ensure(table, current, current.plusMonths(MONTHS_AHEAD));
        }
    }

    /**
     * Makes the missing partitions for the months from {@code from} to {@code to}, both included: all of them or
     * none.
     *
     * <p>Costs one read when nothing is missing.
     *
     * @param table one of the three partitioned tables
     * @throws IllegalArgumentException if the table is not partitioned, or {@code to} is before {@code from}
     * @throws IllegalStateException if a month's partition was dropped, naming the first such month: its rollups
     *     could not be recomputed, so nothing may be added to it
     * @throws SQLException if the database fails; nothing is made then
     */
    public void ensure(String table, YearMonth from, YearMonth to) throws SQLException {
        if (!TABLES.contains(table)) {
            throw new IllegalArgumentException("Not a partitioned table: " + table);
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "The months end before they begin: " + from + " to " + to);
        }
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                ensure(connection, table, from, to);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        }
    }

    private static void ensure(Connection connection, String table, YearMonth from, YearMonth to)
            throws SQLException {
        if (missing(connection, table, from, to).isEmpty()) {
            return;
        }
        lock(connection);
        // Read again: whoever held the lock may have made them.
        for (YearMonth month : missing(connection, table, from, to)) {
            create(connection, table, month);
        }
    }

    /** The months that never had a partition, oldest first; refuses months whose partition has been dropped. */
    private static List<YearMonth> missing(
            Connection connection, String table, YearMonth from, YearMonth to) throws SQLException {
        Set<YearMonth> present = new HashSet<>();
        String sql =
                """
                select month, dropped_at is not null as dropped
                from table_partitions
                where table_name = ? and month between ? and ?
                order by month
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table);
            statement.setObject(2, from.atDay(1));
            statement.setObject(3, to.atDay(1));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    YearMonth month = YearMonth.from(rows.getObject("month", LocalDate.class));
                    if (rows.getBoolean("dropped")) {
                        throw new IllegalStateException(
                                "The partition of "
                                        + table
                                        + " for "
                                        + month
                                        + " was dropped: the month is closed");
                    }
                    present.add(month);
                }
            }
        }
        List<YearMonth> missing = new ArrayList<>();
        for (YearMonth month = from; !month.isAfter(to); month = month.plusMonths(1)) {
            if (!present.contains(month)) {
                missing.add(month);
            }
        }
        return missing;
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "select pg_advisory_xact_lock(hashtextextended('table_partitions', 0))");
        }
    }

    /** The database makes the partition as the owner of the table, whatever role we connect as. */
    private static void create(Connection connection, String table, YearMonth month)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select make_partition(?, ?)")) {
            statement.setString(1, table);
            statement.setObject(2, month.atDay(1));
            statement.execute();
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
