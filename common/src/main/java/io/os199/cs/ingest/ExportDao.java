package io.os199.cs.ingest;

import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.postgresql.PGConnection;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;

/** Rows on their way out. */
interface ExportDao extends SqlObject {
    /** The names of clients' own attributes that a header can have. */
    @SqlQuery(
            """
            select distinct own.name
            from clients cross join lateral jsonb_object_keys(attributes) as own (name)
            where own.name ~ '^[a-z][a-z0-9_]{0,49}$'
            order by own.name
            """)
    List<String> customNames();

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
}
