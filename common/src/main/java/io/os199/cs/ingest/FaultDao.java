package io.os199.cs.ingest;

import io.os199.cs.ingest.model.RowFault;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** The table {@code import_errors}. */
interface FaultDao {
    /** Keeps the first faults, by line, as long as there is room; returns how many. */
    @SqlUpdate(
            """
            insert into import_errors (import_id, line, field, code, message, value)
            select :importId, line, field, code, message, value
            from unnest(cast(:lines as bigint[]), cast(:fields as text[]), cast(:codes as text[]),
                    cast(:messages as text[]), cast(:values as text[]))
                as f (line, field, code, message, value)
            order by line, field
            limit :room
            on conflict do nothing
            """)
    int keep(
            String importId,
            List<Long> lines,
            List<String> fields,
            List<String> codes,
            List<String> messages,
            List<@Nullable String> values,
            int room);

    @SqlQuery(
            """
            select line, field, code, message, value from import_errors
            where import_id = :importId
            order by line, field
            """)
    @RegisterConstructorMapper(RowFault.class)
    List<RowFault> kept(String importId);
}
