package io.os199.cs.ingest.file;

import io.os199.cs.ingest.model.RowFault;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A record whose cells could be read.
 *
 * @param values by column, as PostgreSQL reads them; a column that is not in it is left alone
 * @param cleared the columns, and the custom ones, that are to hold nothing
 * @param custom the values of columns named x_…, by the name without it
 */
public record Row(
        long line, Map<String, String> values, List<String> cleared, Map<String, String> custom) {

    public @Nullable String get(String column) {
        return values.get(column);
    }

    /** What the record came to. */
    public sealed interface Reading {}

    public record Good(Row row) implements Reading {}

    public record Bad(List<RowFault> faults) implements Reading {}
}
