package io.os199.cs.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Fills a database with what a large support organization has after two years, with statements alone and the same
 * each time except for the hour at which it ends. A database that is already filled stays as it is.
 */
final class SupportFill {
    private static final List<String> SCRIPTS = List.of("words", "tickets", "knowledge");

    private final Clock clock;

    SupportFill(Clock clock) {
        this.clock = clock;
    }

    void run(BenchmarkServer server, BenchmarkOptions options) throws SQLException {
        try (Connection connection = server.direct().getConnection();
                Statement statement = connection.createStatement()) {
            if (isFilled(statement)) {
                System.out.println("support: the tickets and articles are there");
                return;
            }
            Stopwatch stopwatch = Stopwatch.started();
            for (String script : SCRIPTS) {
                Stopwatch part = Stopwatch.started();
                for (String sql : statements(script, options)) {
                    statement.execute(sql);
                }
                System.out.printf("%s in %.1f s%n", script, part.seconds());
            }
            statement.execute("create table benchmark.filled ()");
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
            System.out.printf("support filled in %.1f s%n", stopwatch.seconds());
        }
    }

    private static boolean isFilled(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select to_regclass('benchmark.filled') is not null")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /**
     * Returns the statements of a script; each ends with a semicolon at the end of a line, followed by a blank line.
     */
    private List<String> statements(String script, BenchmarkOptions options) {
        String text =
                read(script)
                        .replace("${clients}", Integer.toString(options.clients()))
                        .replace("${tickets}", Integer.toString(options.tickets()))
                        .replace("${articles}", Integer.toString(options.articles()))
                        .replace(
                                "${now}", clock.instant().truncatedTo(ChronoUnit.HOURS).toString());
        return List.of(text.split(";\n\n", -1));
    }

    private static String read(String script) {
        try (InputStream in = SupportFill.class.getResourceAsStream("support/" + script + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("no such script: " + script);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
