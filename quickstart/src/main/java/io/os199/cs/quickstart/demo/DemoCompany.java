package io.os199.cs.quickstart.demo;

import io.os199.cs.platform.database.Partitions;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import javax.sql.DataSource;

/**
 * Fills an empty, migrated database with the clients of a fictional company and the history of each.
 *
 * <p>Each client has a hidden level of satisfaction and of adoption, and everything recorded about it follows from
 * these: one in trouble uses less, opens more tickets, gives worse answers, pays late, ignores our mails, and leaves.
 * Some clients play a scripted role instead, and some events affect all: {@code planted}. Scores, predictions,
 * segments and whatever else the product computes from the rest are not filled.
 *
 * <p>All rows are written in one transaction, so a fill that is killed leaves the database empty.
 */
public final class DemoCompany {
    private static final int CLIENTS_PER_BATCH = 100;

    private final DemoOptions options;
    private final Consumer<String> progress;
    private final Reference reference;

    private DemoCompany(DemoOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
        this.reference = new Reference(options);
    }

    /**
     * Fills the database completely or not at all.
     *
     * @throws IllegalStateException if the database already has clients; nothing is written then
     * @throws SQLException if the database fails; nothing is written then
     */
    public static DemoSummary fill(DataSource dataSource, DemoOptions options) throws SQLException {
        return fill(dataSource, options, line -> {});
    }

    /**
     * Does the same as {@link #fill(DataSource, DemoOptions)} and reports its progress to {@code progress} in a few
     * words.
     */
    public static DemoSummary fill(
            DataSource dataSource, DemoOptions options, Consumer<String> progress)
            throws SQLException {
        return new DemoCompany(options, progress).fill(dataSource);
    }

    private DemoSummary fill(DataSource dataSource) throws SQLException {
        makePartitions(dataSource, "usage_hourly", Usage.HOURLY_DAYS);
        makePartitions(dataSource, "usage_events", Usage.EVENT_DAYS);
        Map<Table, Long> counts;
        List<AnswerKeyEntry> answers;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                refuseIfFilled(connection);
                counts = write(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
            analyze(connection, counts);
            answers = new AnswerKey(options).of(connection);
        }
        Map<String, Long> rows = new LinkedHashMap<>();
        counts.forEach((table, count) -> rows.put(table.wire(), count));
        return DemoSummary.of(rows, answers);
    }

    private void makePartitions(DataSource dataSource, String table, int days) throws SQLException {
        Clock clock = Clock.fixed(options.history().now(), ZoneOffset.UTC);
        new Partitions(dataSource, clock)
                .ensure(
                        table,
                        YearMonth.from(options.today().minusDays(days)),
                        YearMonth.from(options.today()));
    }

    private static void refuseIfFilled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A second filler waits here and then sees the first one's clients.
            statement.execute("lock table client_names in share row exclusive mode");
            try (ResultSet row =
                    statement.executeQuery("select exists (select from client_names)")) {
                row.next();
                if (row.getBoolean(1)) {
                    throw new IllegalStateException(
                            "the database already has clients: fill an empty one");
                }
            }
        }
    }

    private Map<Table, Long> write(Connection connection) throws SQLException {
        Map<Table, Long> counts = new EnumMap<>(Table.class);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        reference.adopt(connection);
        Rows shared = new Rows();
        reference.write(shared);
        shared.send(copy, counts);
        // In the order of their ids, so that every index that begins with client_id grows at its
        // end.
        List<Account> accounts =
                IntStream.range(0, options.clients())
                        .mapToObj(number -> Account.of(options, number))
                        .sorted(Comparator.comparing(Account::id))
                        .toList();
        // The next batch is generated while this one is sent.
        try (ExecutorService author = Executors.newSingleThreadExecutor()) {
            Future<Rows> next = author.submit(() -> batch(accounts, 0));
            for (int from = 0; from < accounts.size(); from += CLIENTS_PER_BATCH) {
                Rows rows = take(next);
                int to = Math.min(from + CLIENTS_PER_BATCH, accounts.size());
                next = author.submit(() -> batch(accounts, to));
                rows.send(copy, counts);
                progress.accept(to + " of " + accounts.size() + " clients");
            }
        }
        return counts;
    }

    private Rows batch(List<Account> accounts, int from) {
        Rows rows = new Rows();
        accounts.stream()
                .skip(from)
                .limit(CLIENTS_PER_BATCH)
                .forEach(account -> ClientStory.tell(options, reference, account, rows));
        return rows;
    }

    private static Rows take(Future<Rows> rows) {
        try {
            return rows.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the fill was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client could not be made up", e.getCause());
        }
    }

    /** Analyzes the tables, so that the first queries are planned with correct row counts. */
    private void analyze(Connection connection, Map<Table, Long> counts) throws SQLException {
        progress.accept("statistics");
        try (Statement statement = connection.createStatement()) {
            for (Table table : counts.keySet()) {
                statement.execute("analyze " + table.wire());
            }
        }
    }
}
