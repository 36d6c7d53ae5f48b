package io.os199.cs.platform.database;

/**
 * A SELECT of at most one row that can be asked together with others, by {@link Database#ask}. Its columns are the
 * components of the record that it is read as, in {@code snake_case}; a nested list or record is a column of type
 * json. Parts that are asked together share their named parameters.
 */
public final class Part<T> {
    private final String name;
    private final Class<T> type;
    private final String sql;

    /**
     * Creates a part.
     *
     * @param name unique among the parts that are asked together; a valid column name
     * @param sql without a semicolon at its end
     */
    public Part(String name, Class<T> type, String sql) {
        this.name = name;
        this.type = type;
        this.sql = sql;
    }

    String name() {
        return name;
    }

    Class<T> type() {
        return type;
    }

    String sql() {
        return sql;
    }
}
