package io.os199.cs.integration;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** The table {@code integration_cursors}. */
@RegisterConstructorMapper(SyncCursors.Cursor.class)
interface CursorDao {
    @SqlQuery(
            "select cursor as place, complete_to from integration_cursors where name = :name and"
                    + " resource = :resource")
    Optional<SyncCursors.Cursor> find(String name, String resource);

    @SqlUpdate(
            """
            insert into integration_cursors as known (name, resource, cursor, complete_to, created_at, updated_at)
            values (:name, :resource, :place, :completeTo, :now, :now)
            on conflict (name, resource) do update
            set cursor = case
                    when known.complete_to is distinct from excluded.complete_to and known.reread_from < excluded.complete_to
                        then null
                    else excluded.cursor end,
                complete_to = case
                    when known.complete_to is distinct from excluded.complete_to
                        then least(excluded.complete_to, known.reread_from)
                    else excluded.complete_to end,
                reread_from = case
                    when known.complete_to is distinct from excluded.complete_to then null else known.reread_from end,
                updated_at = excluded.updated_at
            where known.cursor is not distinct from cast(:fromPlace as text)
                and known.complete_to is not distinct from cast(:fromCompleteTo as timestamptz)
            """)
    int advance(
            String name,
            String resource,
            @Nullable String fromPlace,
            @Nullable Instant fromCompleteTo,
            @Nullable String place,
            @Nullable Instant completeTo,
            Instant now);

    @SqlUpdate(
            """
            update integration_cursors
            set cursor = null, complete_to = least(complete_to, cast(:from as timestamptz)), updated_at = :now
            where name = :name
            """)
    int reread(String name, Instant from, Instant now);

    @SqlUpdate(
            """
            update integration_cursors
            set reread_from = least(reread_from, cast(:from as timestamptz)), updated_at = :now
            where name = :name and resource = :resource
            """)
    int back(String name, String resource, Instant from, Instant now);
}
