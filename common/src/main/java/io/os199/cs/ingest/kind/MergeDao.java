package io.os199.cs.ingest.kind;

import io.os199.cs.ingest.model.ImportCounts;

import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.sqlobject.SqlObject;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Runs the statements that kinds are made of. */
interface MergeDao extends SqlObject {
    int AT_ONCE = 1_000;

    /**
     * Runs a statement that returns how many rows were inserted, changed, looked at, and known before.
     *
     * @param ended the ids of rows that an earlier statement has changed
     */
    default ImportCounts merge(String sql, Batch batch, List<String> ended) {
        return bound(getHandle().createQuery(sql), batch)
                .bindArray("ended", String.class, ended)
                .map(
                        (row, context) -> {
                            long inserted = row.getLong("inserted");
                            long updated = row.getLong("updated");
                            long known = row.getLong("known");
                            long skipped = batch.update() ? 0 : known;
                            long unchanged = row.getLong("total") - inserted - updated - skipped;
                            return ImportCounts.merged(inserted, updated, unchanged, skipped);
                        })
                .one();
    }

    /** Runs a statement that returns the ids of the rows that it changes. */
    default List<String> ids(String sql, Batch batch) {
        return bound(getHandle().createQuery(sql), batch).mapTo(String.class).list();
    }

    /** Runs a statement that locks rows and returns how many. */
    default long lock(String sql, Batch batch) {
        return bound(getHandle().createQuery(sql), batch).mapTo(Long.class).one();
    }

    default int update(String sql, Batch batch) {
        return bound(getHandle().createUpdate(sql), batch).execute();
    }

    /** Hands over the clients that a query returns, a limited number at a time. */
    default void forClients(String sql, Batch batch, Consumer<List<String>> each) {
        windows(
                bound(getHandle().createQuery(sql), batch)
                        .setFetchSize(AT_ONCE)
                        .mapTo(String.class),
                each);
    }

    /** Hands over the rows that a query returns, a limited number at a time. */
    default <T> void forRows(String sql, Batch batch, Class<T> row, Consumer<List<T>> each) {
        windows(
                bound(getHandle().createQuery(sql), batch)
                        .setFetchSize(AT_ONCE)
                        .map(ConstructorMapper.of(row)),
                each);
    }

    private static <T> void windows(ResultIterable<T> rows, Consumer<List<T>> each) {
        try (Stream<T> stream = rows.stream()) {
            stream.gather(Gatherers.windowFixed(AT_ONCE)).forEach(each);
        }
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Batch batch) {
        return statement.bindMethods(batch);
    }
}
