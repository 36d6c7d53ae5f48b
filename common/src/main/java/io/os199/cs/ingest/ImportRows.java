package io.os199.cs.ingest;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.ingest.file.FilePosition;
import io.os199.cs.ingest.model.FaultCounts;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.ingest.model.ImportMode;
import io.os199.cs.ingest.model.ImportOptions;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.ImportState;
import io.os199.cs.ingest.model.OnConflict;
import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Rows of {@code imports}, as the worker and the callers see them. */
final class ImportRows {
    private ImportRows() {}

    static Course course(ResultSet row) throws SQLException {
        return new Course(
                row.getString("import_id"),
                row.getString("kind"),
                word(ImportFormat.class, row.getString("format")),
                word(ImportMode.class, row.getString("mode")),
                word(OnConflict.class, row.getString("on_conflict")),
                Json.read(row.getString("options"), ImportOptions.class),
                row.getString("principal"),
                word(ImportState.class, row.getString("state")),
                texts(row.getArray("header")),
                row.getInt("chunk_count"),
                new FilePosition(
                        row.getInt("next_chunk_no"),
                        row.getInt("next_offset"),
                        row.getLong("next_line")),
                row.getLong("staged_count"),
                row.getInt("merged_chunk_no"),
                row.getLong("merged_line"),
                row.getInt("kept_error_count"),
                counts(row.getString("counts")),
                faults(row.getString("faults")));
    }

    static ImportRecord record(ResultSet row) throws SQLException {
        return new ImportRecord(
                row.getString("import_id"),
                row.getString("kind"),
                word(ImportFormat.class, row.getString("format")),
                word(ImportMode.class, row.getString("mode")),
                word(OnConflict.class, row.getString("on_conflict")),
                Json.read(row.getString("options"), ImportOptions.class),
                word(ImportState.class, row.getString("state")),
                counts(row.getString("counts")),
                faults(row.getString("faults")),
                row.getLong("byte_count"),
                row.getString("sha256"),
                row.getString("principal"),
                row.getString("job_id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row.getObject("finished_at", OffsetDateTime.class)),
                row.getString("message"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static <E extends Enum<E>> E word(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }

    /** Returns the counts, for which the column holds an empty object before the first row. */
    private static ImportCounts counts(String json) {
        return json.equals("{}") ? ImportCounts.NONE : Json.read(json, ImportCounts.class);
    }

    private static FaultCounts faults(String json) {
        Map<String, Long> byCode = new TreeMap<>();
        Json.read(json, JsonNode.class)
                .properties()
                .forEach(each -> byCode.put(each.getKey(), each.getValue().longValue()));
        return FaultCounts.of(byCode);
    }
}
