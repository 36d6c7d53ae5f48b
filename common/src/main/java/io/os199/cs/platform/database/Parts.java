package io.os199.cs.platform.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.os199.cs.platform.json.Json;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@link Part}s answered that were asked as one statement: one round trip, one snapshot. */
public final class Parts {
    /** The name that a statement of parts is measured by. */
    public static final String TITLE = "partsTitle";

    /** Parts that are made for one call are not asked again: as many texts as the constant ones need. */
    private static final Cache<List<Part<?>>, String> STATEMENTS =
            Caffeine.newBuilder().maximumSize(200).build();

    private final Map<Part<?>, Object> answers;

    private Parts(Map<Part<?>, Object> answers) {
        this.answers = answers;
    }

    /** Its row; empty when it has none, or was not asked for. */
    public <T> Optional<T> find(Part<T> part) {
        return Optional.ofNullable(answers.get(part)).map(part.type()::cast);
    }

    /** Its row, of a part that always has one. */
    public <T> T get(Part<T> part) {
        return find(part)
                .orElseThrow(() -> new IllegalStateException("no row of part " + part.name()));
    }

    /** These, and what {@code others} were asked for. */
    public Parts and(Parts others) {
        Map<Part<?>, Object> all = new HashMap<>(answers);
        all.putAll(others.answers);
        return new Parts(all);
    }

    /** A limit of zero is none. */
    static Parts read(
            Handle handle,
            String title,
            List<Part<?>> parts,
            Map<String, ? extends @Nullable Object> values,
            Duration limit) {
        try (Query query = handle.createQuery(STATEMENTS.get(parts, Parts::statement))) {
            query.define(TITLE, title).setQueryTimeout(Math.toIntExact(limit.toSeconds()));
            values.forEach(
                    (name, value) -> {
                        if (value instanceof String[] texts) {
                            query.bindArray(name, String.class, (Object[]) texts);
                        } else {
                            query.bind(name, value);
                        }
                    });
            return query.map((row, context) -> of(parts, row)).one();
        }
    }

    /** Their one SELECT. Each row becomes JSON in the server, so that statements with different columns fit one row. */
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
