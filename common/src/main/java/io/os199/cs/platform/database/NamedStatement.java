package io.os199.cs.platform.database;

import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with named parameters, parsed only once. Jdbi also parses its statements once, but works out anew on
 * each run how to set each value, which takes as long as many statements do.
 */
final class NamedStatement {
    /** A quoted text, in which nothing is a parameter name, or a parameter name. Two colons are a cast. */
    private static final Pattern QUOTED_OR_NAME =
            Pattern.compile("'[^']*'|(?<![:\\w]):([a-zA-Z]\\w*)");

    private final String sql;
    private final List<String> names;

    private NamedStatement(String sql, List<String> names) {
        this.sql = sql;
        this.names = names;
    }

    static NamedStatement of(String named) {
        List<String> names = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        Matcher found = QUOTED_OR_NAME.matcher(named);
        while (found.find()) {
            String name = found.group(1);
            if (name != null) {
                names.add(name);
            }
            found.appendReplacement(
                    sql, name == null ? Matcher.quoteReplacement(found.group()) : "?");
        }
        return new NamedStatement(found.appendTail(sql).toString(), List.copyOf(names));
    }

    /**
     * Prepares the statement with all its values set.
     *
     * @throws IllegalArgumentException when a value is missing
     */
    PreparedStatement prepare(Connection connection, Map<String, ? extends @Nullable Object> values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                Object value = values.get(name);
                if (value == null && !values.containsKey(name)) {
                    throw new IllegalArgumentException("no value for :" + name);
                }
                set(statement, i + 1, value);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, Types.OTHER);
            case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
            case Enum<?> constant -> statement.setString(at, WireName.of(constant));
            case String[] texts ->
                    statement.setArray(at, statement.getConnection().createArrayOf("text", texts));
            default -> statement.setObject(at, value);
        }
    }
}
