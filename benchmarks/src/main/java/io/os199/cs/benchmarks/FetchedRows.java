package io.os199.cs.benchmarks;

import org.jdbi.v3.core.statement.StatementContext;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Supplier;

/** Fetches rows and ignores them. */
final class FetchedRows {
    private FetchedRows() {}

    static int count(Supplier<ResultSet> rows, StatementContext context) throws SQLException {
        try (context) {
            ResultSet row = rows.get();
            int count = 0;
            while (row.next()) {
                count++;
            }
            return count;
        }
    }
}
