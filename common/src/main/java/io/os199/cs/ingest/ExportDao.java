package io.os199.cs.ingest;

import io.os199.cs.ingest.file.JsonRow;
import io.os199.cs.ingest.file.Layout;

import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Reads rows for an export. */
interface ExportDao extends SqlObject {
    int AT_ONCE = 1_000;

    /** Returns the names of clients' own attributes that can stand in a header. */
    @SqlQuery(
            """
            select distinct own.name
            from clients cross join lateral jsonb_object_keys(attributes) as own (name)
            where own.name ~ '^[a-z][a-z0-9_]{0,49}$'
            order by own.name
            """)
    List<String> customNames();

    /** Writes the rows as CSV; returns how many. */
    default long copy(String sql, OutputStream out) {
        try {
            return getHandle()
                    .getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (" + sql + ") to stdout with (format csv, header)", out);
        } catch (SQLException e) {
            throw new IllegalStateException("rows could not be exported", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the rows as NDJSON, with a limited number in memory at a time; returns how many. */
    default long writeLines(String sql, Layout layout, OutputStream out) {
        long count = 0;
        try (Statement statement = getHandle().getConnection().createStatement()) {
            statement.setFetchSize(AT_ONCE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                ResultSetMetaData columns = rows.getMetaData();
                while (rows.next()) {
                    JsonRow row = new JsonRow(layout);
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        row.add(columns.getColumnLabel(i), rows.getString(i));
                    }
                    out.write((row.line() + '\n').getBytes(StandardCharsets.UTF_8));
                    count++;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("rows could not be exported", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }
}
