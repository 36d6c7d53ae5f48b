package io.os199.cs.ingest.file;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.ingest.file.Records.Cells;
import io.os199.cs.ingest.file.Records.FileRecord;
import io.os199.cs.ingest.file.Records.JsonObject;
import io.os199.cs.ingest.file.Records.Unreadable;
import io.os199.cs.ingest.model.FaultCode;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.ingest.model.ShownText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads records as rows of a kind, and finds everything that is wrong with each. */
public final class RowReader {
    /** The content of a CSV cell that is to hold nothing. */
    public static final String CLEARED = "<null>";

    private static final int LONGEST_CUSTOM = 500;

    /** The number of faults of a row that are looked for; a row with more is no row of the kind. */
    private static final int MOST_FAULTS = 50;

    private final Layout layout;
    private final List<String> header;
    private final Cell.Reading reading;
    private final Map<String, Column> columns = new HashMap<>();

    /** @param header the names of the CSV cells; ignored for NDJSON */
    public RowReader(Layout layout, List<String> header, boolean decimalComma, Instant now) {
        this.layout = layout;
        this.header = header;
        this.reading = new Cell.Reading(decimalComma, now);
        layout.columns().forEach(column -> columns.put(column.name(), column));
    }

    public Row.Reading read(FileRecord record) {
        return switch (record) {
            case Unreadable(RowFault fault) -> new Row.Bad(List.of(fault));
            case Cells(long line, List<String> cells) -> read(line, cells);
            case JsonObject(long line, JsonNode object) -> new OneRow(line).read(object);
        };
    }

    private Row.Reading read(long line, List<String> cells) {
        if (cells.size() != header.size()) {
            String message =
                    "the line has %d cells, the header %d".formatted(cells.size(), header.size());
            return new Row.Bad(List.of(Records.malformed(line, message).fault()));
        }
        return new OneRow(line).read(cells);
    }

    /** A row that is being read. */
    private final class OneRow {
        private final long line;
        private final Map<String, String> values = new LinkedHashMap<>();
        private final List<String> cleared = new ArrayList<>();
        private final Map<String, String> custom = new LinkedHashMap<>();
        private final List<RowFault> faults = new ArrayList<>();

        OneRow(long line) {
            this.line = line;
        }

        Row.Reading read(List<String> cells) {
            for (int i = 0; i < cells.size(); i++) {
                take(header.get(i), raw(cells.get(i)));
            }
            return end();
        }

        Row.Reading read(JsonNode object) {
            object.properties().forEach(field -> take(field.getKey(), raw(field.getValue())));
            return end();
        }

        private void take(String name, Raw raw) {
            Column column = columns.get(name);
            if (column != null) {
                take(column, raw);
            } else if (!name.startsWith(Layout.CUSTOM)) {
                fail(
                        name,
                        FaultCode.NOT_ALLOWED,
                        "there is no such column; own ones begin with x_");
            } else if (layout.keepsCustom()) {
                takeCustom(name, raw);
            }
        }

        private void take(Column column, Raw raw) {
            switch (raw) {
                case Raw.Absent _ -> {}
                case Raw.Cleared _ -> cleared.add(column.name());
                default -> {
                    switch (column.cell().read(raw, reading)) {
                        // Blanks count as no value; of a name that nobody can see, nothing is left.
                        case Cell.Value(String text) when text.isBlank() -> {}
                        case Cell.Value(String text) -> values.put(column.name(), text);
                        case Cell.Fault(FaultCode code, String message) ->
                                fail(column, code, message, shown(raw));
                    }
                }
            }
        }

        private void takeCustom(String name, Raw raw) {
            if (!layout.takesCustom(name)) {
                fail(name, FaultCode.NOT_ALLOWED, Layout.CUSTOM_FORM);
                return;
            }
            String key = name.substring(Layout.CUSTOM.length());
            switch (raw) {
                case Raw.Absent _ -> {}
                case Raw.Cleared _ -> cleared.add(name);
                case Raw.Items _, Raw.Json _ ->
                        fail(name, FaultCode.WRONG_TYPE, "must be a text, a number or a boolean");
                default -> {
                    switch (Cell.Text.checked(shown(raw), LONGEST_CUSTOM)) {
                        case Cell.Value(String text) -> custom.put(key, text);
                        case Cell.Fault(FaultCode code, String message) ->
                                fail(name, code, message);
                    }
                }
            }
        }

        private Row.Reading end() {
            for (Column column : layout.columns()) {
                boolean says = values.containsKey(column.name());
                if (column.isRequired() && !says && !isAtFault(column.name())) {
                    fail(column.name(), FaultCode.MISSING, "is missing");
                }
            }
            layout.orders().forEach(this::checkOrder);
            Row row = new Row(line, values, cleared, custom);
            if (faults.isEmpty()) {
                faults.addAll(layout.check().faults(row));
            }
            return faults.isEmpty() ? new Row.Good(row) : new Row.Bad(faults);
        }

        private boolean isAtFault(String field) {
            return faults.stream().anyMatch(fault -> fault.field().equals(field));
        }

        private void checkOrder(List<String> names) {
            String before = null;
            for (String name : names) {
                String value = values.get(name);
                if (value == null) {
                    continue;
                }
                String earlier = before == null ? null : values.get(before);
                if (earlier != null && isBefore(value, earlier)) {
                    fail(name, FaultCode.WRONG_ORDER, "lies before " + before);
                }
                before = name;
            }
        }

        private void fail(String field, FaultCode code, String message) {
            fail(field, code, message, null);
        }

        private void fail(Column column, FaultCode code, String message, String value) {
            fail(column.name(), code, message, column.isPersonal() ? null : value);
        }

        private void fail(String field, FaultCode code, String message, @Nullable String value) {
            if (faults.size() < MOST_FAULTS) {
                String says = ShownText.of(field) + ' ' + message;
                faults.add(new RowFault(line, field, code, says, value));
            }
        }
    }

    private static boolean isBefore(String value, String earlier) {
        return value.contains("T")
                ? Instant.parse(value).isBefore(Instant.parse(earlier))
                : LocalDate.parse(value).isBefore(LocalDate.parse(earlier));
    }

    private static Raw raw(String cell) {
        if (cell.isEmpty()) {
            return Raw.ABSENT;
        }
        return cell.equals(CLEARED) ? Raw.CLEARED : new Raw.Text(cell);
    }

    private static Raw raw(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> Raw.CLEARED;
            case STRING -> node.textValue().isEmpty() ? Raw.ABSENT : new Raw.Text(node.textValue());
            case NUMBER -> digits(node);
            case BOOLEAN -> new Raw.Bool(node.booleanValue());
            case ARRAY -> isOfTexts(node) ? items(node) : new Raw.Json(node.toString());
            default -> new Raw.Json(node.toString());
        };
    }

    /** Returns a number as digits; one whose exponent is too large to write out does not count as a number. */
    private static Raw digits(JsonNode node) {
        return Math.abs(node.decimalValue().scale()) > 100
                ? new Raw.Json(node.toString())
                : new Raw.Digits(node.decimalValue().toPlainString());
    }

    private static boolean isOfTexts(JsonNode array) {
        return array.valueStream().allMatch(JsonNode::isTextual);
    }

    private static Raw items(JsonNode array) {
        return new Raw.Items(array.valueStream().map(JsonNode::textValue).toList());
    }

    private static String shown(Raw raw) {
        return switch (raw) {
            case Raw.Text(String text) -> text;
            case Raw.Digits(String text) -> text;
            case Raw.Bool(boolean value) -> Boolean.toString(value);
            case Raw.Items(List<String> texts) -> TextLists.join(texts);
            case Raw.Json(String text) -> text;
            case Raw.Absent _, Raw.Cleared _ -> "";
        };
    }
}
