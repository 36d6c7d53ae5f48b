package io.os199.cs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Rows that become a file, in one of the many ways in which the same rows can be written.
 *
 * @param header the columns, in the order of the file
 * @param rows the values by column
 */
record KnownFile(List<String> header, List<Map<String, String>> rows) {
    /** Marks the place in a text of a byte that is not valid in UTF-8. */
    static final char NO_UTF8 = '\ue000';

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

    /** The file, and the line on which each row begins. */
    record Written(byte[] bytes, List<Long> lines) {}

    /** Returns good rows of a kind with its required columns, the named ones, and some of the others. */
    static KnownFile good(KnownKind kind, List<String> named, int firstNumber, Random random) {
        List<KnownColumn> columns = new ArrayList<>();
        boolean all = named.isEmpty();
        for (KnownColumn column : kind.columns()) {
            boolean isWanted = all || column.isRequired() || named.contains(column.name());
            if (isWanted || random.nextInt(3) > 0) {
                columns.add(random.nextInt(columns.size() + 1), column);
            }
        }
        List<Map<String, String>> rows = new ArrayList<>();
        int count = 3 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Map<String, String> row = new LinkedHashMap<>();
            for (KnownColumn column : columns) {
                row.put(column.name(), column.good().apply(firstNumber + i));
            }
            rows.add(row);
        }
        return new KnownFile(columns.stream().map(KnownColumn::name).toList(), rows);
    }

    /** Returns these rows with one more column. */
    KnownFile with(String name) {
        List<String> more = new ArrayList<>(header);
        more.add(name);
        rows.forEach(row -> row.putIfAbsent(name, "x"));
        return new KnownFile(more, rows);
    }

    KnownFile without(String name) {
        return new KnownFile(header.stream().filter(each -> !each.equals(name)).toList(), rows);
    }

    /**
     * Returns the rows as CSV; from the damaged row on, only cells that need quotes have them, and that row is
     * damaged.
     */
    Written csv(char delimiter, int damagedRow, UnaryOperator<List<String>> damage, Random random) {
        String lineEnd = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
        StringBuilder file = new StringBuilder(random.nextInt(8) == 0 ? "\ufeff" : "");
        List<Long> lines = new ArrayList<>();
        file.append(String.join("" + delimiter, header)).append(lineEnd);
        for (int i = 0; i < rows.size(); i++) {
            boolean isPlain = i >= damagedRow;
            List<String> cells = new ArrayList<>();
            for (String name : header) {
                cells.add(cell(rows.get(i).get(name), delimiter, !isPlain && random.nextBoolean()));
            }
            while (random.nextInt(6) == 0) {
                file.append(lineEnd);
            }
            lines.add(line(file));
            file.append(String.join("" + delimiter, i == damagedRow ? damage.apply(cells) : cells));
            file.append(i == rows.size() - 1 && random.nextBoolean() ? "" : lineEnd);
        }
        return new Written(bytes(file), lines);
    }

    private static String cell(String value, char delimiter, boolean quotesAnyhow) {
        boolean mustBeQuoted =
                value.chars().anyMatch(c -> c == delimiter || "\"\r\n".indexOf(c) >= 0);
        return mustBeQuoted || (quotesAnyhow && !value.equals("<null>"))
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    Written ndjson(int damagedRow, UnaryOperator<String> damage, Random random) {
        String lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder file = new StringBuilder();
        List<Long> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (String name : header) {
                String value = rows.get(i).get(name);
                if (value.equals("<null>")) {
                    object.putNull(name);
                } else if (!value.isEmpty() || random.nextBoolean()) {
                    object.put(name, value);
                }
            }
            while (random.nextInt(6) == 0) {
                file.append(" ".repeat(random.nextInt(2))).append(lineEnd);
            }
            lines.add(line(file));
            String json = object.toString();
            file.append(i == damagedRow ? damage.apply(json) : json);
            file.append(i == rows.size() - 1 && random.nextBoolean() ? "" : lineEnd);
        }
        return new Written(bytes(file), lines);
    }

    private static long line(StringBuilder file) {
        String text = file.toString().replace("\r\n", "\n");
        return 1 + text.chars().filter(c -> c == '\n' || c == '\r').count();
    }

    private static byte[] bytes(StringBuilder file) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String[] parts = file.toString().split(String.valueOf(NO_UTF8), -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                bytes.write(0xff);
            }
            bytes.writeBytes(parts[i].getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
