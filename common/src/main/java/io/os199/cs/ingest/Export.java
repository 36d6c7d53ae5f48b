package io.os199.cs.ingest;

import io.os199.cs.ingest.file.Column;
import io.os199.cs.ingest.file.Layout;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.platform.database.Database;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the stored rows of a kind in the form that an import takes: imported where they came from, they change
 * nothing.
 */
public final class Export {
    private final Database database;

    public Export(Database database) {
        this.database = database;
    }

    /** Writes the rows, in CSV after a header, and returns how many there were. */
    public long write(Kind kind, ImportFormat format, OutputStream out) {
        return database.snapshot(
                tx -> {
                    ExportDao dao = tx.dao(ExportDao.class);
                    List<String> columns =
                            new ArrayList<>(
                                    kind.layout().columns().stream().map(Column::name).toList());
                    if (kind.layout().keepsCustom()) {
                        dao.customNames().stream().map(Export::custom).forEach(columns::add);
                    }
                    String sql =
                            "select %s from (%s) as stored"
                                    .formatted(String.join(", ", columns), kind.exportSql());
                    return switch (format) {
                        case CSV -> dao.copy(sql, out);
                        case NDJSON -> dao.writeLines(sql, kind.layout(), out);
                    };
                });
    }

    /** Returns the column of an attribute, whose name has only letters, digits and underscores. */
    private static String custom(String name) {
        return "attributes ->> '%s' as %s%s".formatted(name, Layout.CUSTOM, name);
    }
}
