package io.os199.cs.ingest.file;

import io.os199.cs.ingest.model.RowFault;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * A record whose cells could be read.
 *
 * @param values the values by column, as PostgreSQL reads them; a column that is missing here is left alone
 * @param cleared the columns, including custom ones, that are to hold nothing
 * @param custom the values of columns named x_…, by their names without that prefix
 */
public record Row(
        long line, Map<String, String> values, List<String> cleared, Map<String, String> custom) {

    public @Nullable String get(String column) {
        return values.get(column);
    }

    /** The result of reading a record. */
    public sealed interface Reading {}

    public record Good(Row row) implements Reading {}

    public record Bad(List<RowFault> faults) implements Reading {}
}
