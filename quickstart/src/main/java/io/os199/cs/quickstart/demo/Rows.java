package io.os199.cs.quickstart.demo;

import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** The rows of some clients, table by table, on their way to the database. */
final class Rows {
    private final Map<Table, CopyRows> tables = new EnumMap<>(Table.class);

    CopyRows of(Table table) {
        return tables.computeIfAbsent(table, CopyRows::new);
    }

    /** Sends everything, referenced tables first, and adds the row counts to {@code counts}. */
    void send(CopyManager copy, Map<Table, Long> counts) throws SQLException {
        for (Map.Entry<Table, CopyRows> entry : tables.entrySet()) {
            CopyRows rows = entry.getValue();
            CopyIn in = copy.copyIn(entry.getKey().copyStatement());
            try {
                in.writeToCopy(rows.bytes(), 0, rows.size());
                in.endCopy();
            } finally {
                if (in.isActive()) {
                    in.cancelCopy();
                }
            }
            counts.merge(entry.getKey(), rows.rows(), Long::sum);
        }
    }
}
