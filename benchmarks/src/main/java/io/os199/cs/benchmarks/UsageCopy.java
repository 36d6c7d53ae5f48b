package io.os199.cs.benchmarks;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

/** The fastest way to store events: one COPY into the table of events, with its partitions and indexes. */
final class UsageCopy {
    private static final String COPY =
            """
            copy usage_events (client_id, occurred_at, event_id, user_key, feature_key, event_type, session_id,
                duration_seconds, quantity, source)
            from stdin (format csv)
            """;
    private static final int ROWS_AT_ONCE = 500;

    private UsageCopy() {}

    static void copy(DataSource source, List<SentEvent> events) throws SQLException {
        try (Connection connection = source.getConnection()) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            for (int from = 0; from < events.size(); from += ROWS_AT_ONCE) {
                StringBuilder rows = new StringBuilder();
                events.subList(from, Math.min(from + ROWS_AT_ONCE, events.size()))
                        .forEach(event -> rows.append(event.row()));
                byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            copy.endCopy();
        }
    }
}
