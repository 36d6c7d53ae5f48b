package io.os199.cs.ingest;

import io.os199.cs.ingest.file.Column;
import io.os199.cs.ingest.file.Row;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows on their way into the staging table, in the text format of PostgreSQL's COPY. */
final class StagedRows {
    private static final String NULL = "\\N";

    private final Kind kind;
    private final String importId;
    private final StringBuilder text = new StringBuilder();
    private int size;

    StagedRows(Kind kind, String importId) {
        this.kind = kind;
        this.importId = importId;
    }

    /** Returns the columns, in the order of {@link #add}. */
    String columns() {
        Stream<String> own = kind.layout().columns().stream().map(Column::name);
        Stream<String> custom =
                kind.layout().keepsCustom() ? Stream.of("attributes") : Stream.empty();
        return Stream.of(
                        Stream.of("import_id", "chunk_no", "line"),
                        own,
                        custom,
                        Stream.of("client_id", "row_id", "cleared"))
                .flatMap(each -> each)
                .collect(Collectors.joining(", "));
    }

    /**
     * @param chunkNo the chunk in which the record begins
     * @param clientId the client that the row names; absent if it names none
     */
    void add(int chunkNo, Row row, @Nullable String clientId) {
        put(importId);
        next(Integer.toString(chunkNo));
        next(Long.toString(row.line()));
        for (Column column : kind.layout().columns()) {
            next(row.get(column.name()));
        }
        if (kind.layout().keepsCustom()) {
            next(row.custom().isEmpty() ? null : Json.write(row.custom()));
        }
        next(clientId);
        String prefix = kind.idPrefix();
        next(prefix == null ? null : TypeId.next(prefix));
        next(array(row.cleared()));
        text.append('\n');
        size++;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns an array of column names, which need no quotes. */
    private static String array(List<String> names) {
        return '{' + String.join(",", names) + '}';
    }

    private void next(@Nullable String value) {
        text.append('\t');
        put(value);
    }

    private void put(@Nullable String value) {
        if (value == null) {
            text.append(NULL);
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
