package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** The table {@code integration_cursors}. */
@RegisterConstructorMapper(Cursors.Cursor.class)
interface CursorDao {
    @SqlQuery(
            "select cursor as place, complete_to from integration_cursors where name = :name and"
                    + " resource = :resource")
    Optional<Cursors.Cursor> find(String name, String resource);

    @SqlUpdate(
            """
            insert into integration_cursors (name, resource, cursor, complete_to, created_at, updated_at)
            values (:name, :resource, :place, :completeTo, :now, :now)
            on conflict (name, resource) do update
            set cursor = excluded.cursor, complete_to = excluded.complete_to, updated_at = excluded.updated_at
            """)
    int save(
            String name,
            String resource,
            @Nullable String place,
            @Nullable Instant completeTo,
            Instant now);
}
