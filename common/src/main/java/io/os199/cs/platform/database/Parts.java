package io.os199.cs.platform.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The answers to {@link Part}s that were asked as one statement: one round trip, one snapshot. */
public final class Parts {
    /**
     * Texts by parts. Parts made for one call are not asked again, so this holds as many texts as the constant parts
     * need.
     */
    private static final Cache<List<Part<?>>, NamedStatement> STATEMENTS =
            Caffeine.newBuilder().maximumSize(200).build();

    private final Map<Part<?>, Object> answers;

    private Parts(Map<Part<?>, Object> answers) {
        this.answers = answers;
    }

    /** The part's row; empty when it has none, or was not asked. */
    public <T> Optional<T> find(Part<T> part) {
        return Optional.ofNullable(answers.get(part)).map(part.type()::cast);
    }

    /** The row of a part that always has one. */
    public <T> T get(Part<T> part) {
        return find(part)
                .orElseThrow(() -> new IllegalStateException("no row of part " + part.name()));
    }

    /** Combines these answers with those of {@code others}. */
    public Parts and(Parts others) {
        Map<Part<?>, Object> all = new HashMap<>(answers);
        all.putAll(others.answers);
        return new Parts(all);
    }

    /** A limit of zero means no limit. */
    static Parts read(
            Handle handle,
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        NamedStatement statement =
                STATEMENTS.get(parts, asked -> NamedStatement.of(statement(asked)));
        long begun = System.nanoTime();
        boolean done = false;
        try (PreparedStatement prepared = statement.prepare(handle.getConnection(), values)) {
            prepared.setQueryTimeout(Math.toIntExact(limit.toSeconds()));
            try (ResultSet row = prepared.executeQuery()) {
                done = true;
                Statements.ran(handle, title, since(begun), false);
                row.next();
                return of(parts, row);
            }
        } catch (SQLException e) {
            if (!done) {
                Statements.ran(handle, title, since(begun), true);
            }
            throw new UnableToExecuteStatementException(e, null);
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * The one SELECT for all parts. Each part's row is turned into JSON on the server, so that statements with
     * different columns fit into one row.
     */
    public static String statement(List<Part<?>> parts) {
        return parts.stream()
                .map(
                        part ->
                                "(select row_to_json(%1$s) from (%n%2$s%n) %1$s) as %1$s"
                                        .formatted(part.name(), part.sql().strip()))
                .collect(Collectors.joining(",\n", "select ", ""));
    }

    private static Parts of(List<Part<?>> parts, ResultSet row) throws SQLException {
        Map<Part<?>, Object> answers = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String json = row.getString(i + 1);
            if (json != null) {
                answers.put(parts.get(i), Json.read(json, parts.get(i).type()));
            }
        }
        return new Parts(answers);
    }
}
