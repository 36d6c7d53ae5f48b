package io.os199.cs.ingest.kind;

import java.util.List;

/**
 * What no two rows of a file may have in common.
 *
 * @param field the column that is blamed if a row has the same as an earlier one
 * @param expressions SQL over the staged row {@code s}
 */
public record Key(String field, List<String> expressions) {
    public Key {
        expressions = List.copyOf(expressions);
    }
}
