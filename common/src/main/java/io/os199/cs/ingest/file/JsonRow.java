package io.os199.cs.ingest.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.os199.cs.platform.json.Json;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** A stored row as a line of NDJSON: the columns that hold something, each in the form of its type. */
public final class JsonRow {
    private static final Cell CUSTOM = new Cell.Text(Integer.MAX_VALUE);

    private final Layout layout;
    private final ObjectNode fields = Json.mapper().createObjectNode();

    public JsonRow(Layout layout) {
        this.layout = layout;
    }

    /**
     * Adds a column.
     *
     * @param cell the value as in CSV; absent where there is none
     */
    public void add(String name, @Nullable String cell) {
        if (cell != null) {
            Cell kind = layout.column(name).map(Column::cell).orElse(CUSTOM);
            // No other cell can hold these characters.
            boolean isText = kind instanceof Cell.Text || kind instanceof Cell.Name;
            boolean isCleared = cell.equals(RowReader.CLEARED) && !isText;
            fields.set(name, isCleared ? NullNode.getInstance() : value(kind, cell));
        }
    }

    public String line() {
        return Json.write(fields);
    }

    private static JsonNode value(Cell kind, String cell) {
        return switch (kind) {
            case Cell.Decimal _, Cell.Whole _ -> DecimalNode.valueOf(new BigDecimal(cell));
            case Cell.Flag _ -> BooleanNode.valueOf(Boolean.parseBoolean(cell));
            case Cell.Texts _ -> Json.tree(TextLists.split(cell));
            case Cell.Json _ -> Json.read(cell, JsonNode.class);
            default -> TextNode.valueOf(cell);
        };
    }
}
