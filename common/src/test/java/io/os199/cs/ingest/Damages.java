package io.os199.cs.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The faults that a record can have whatever its content. */
final class Damages {
    private Damages() {}

    /** Faults in the cells of a CSV record, as they stand in the file. */
    static Map<String, UnaryOperator<List<String>>> csv() {
        Map<String, UnaryOperator<List<String>>> damages = new LinkedHashMap<>();
        damages.put("a cell too few", cells -> cells.subList(0, cells.size() - 1));
        damages.put("a cell too many", cells -> with(cells, cells.size(), "x"));
        damages.put("a quote within a cell", cells -> with(cells, 0, "a\"b"));
        damages.put("text behind a quote", cells -> with(cells, 1, "\"a\"b"));
        damages.put("a quote that is not closed", cells -> with(cells, cells.size() - 1, "\"a"));
        damages.put("no UTF-8", cells -> with(cells, 0, "a" + KnownFile.NO_UTF8));
        damages.put("no UTF-8 in quotes", cells -> with(cells, 1, "\"" + KnownFile.NO_UTF8 + "\""));
        damages.put("another delimiter", cells -> List.of(String.join("#", cells)));
        return damages;
    }

    private static List<String> with(List<String> cells, int place, String cell) {
        List<String> changed = new ArrayList<>(cells);
        if (place == cells.size()) {
            changed.add(cell);
        } else {
            changed.set(place, cell);
        }
        return changed;
    }

    /** Faults in the object on a line of NDJSON. */
    static Map<String, UnaryOperator<String>> json() {
        Map<String, UnaryOperator<String>> damages = new LinkedHashMap<>();
        damages.put("JSON without its end", json -> json.substring(0, json.length() - 1));
        damages.put("two objects", json -> json + " {}");
        damages.put("an array", json -> '[' + json + ']');
        damages.put("a text", json -> "\"text\"");
        damages.put("no JSON", json -> "external_id,name");
        damages.put("a name twice", json -> "{\"x_a\":1,\"x_a\":2," + json.substring(1));
        damages.put("a comma too many", json -> json.substring(0, json.length() - 1) + ",}");
        damages.put("single quotes", json -> json.replace('"', '\''));
        damages.put("no number", json -> "{\"x_a\":NaN," + json.substring(1));
        damages.put("a comment", json -> json + " // good");
        damages.put("a bare control character", json -> "{\"x_a\":\"\1\"," + json.substring(1));
        damages.put(
                "JSON that is not UTF-8",
                json -> json.replaceFirst("\"", "\"" + KnownFile.NO_UTF8));
        damages.put(
                "JSON too deep",
                json -> "{\"x_a\":" + "[".repeat(30) + "]".repeat(30) + ',' + json.substring(1));
        damages.put(
                "a number too long",
                json -> "{\"x_a\":" + "9".repeat(500) + ',' + json.substring(1));
        return damages;
    }

    /**
     * The name of a field that does not exist.
     *
     * @param shown how a report of the fault names it
     */
    record WrongField(String json, String shown) {}

    static List<WrongField> fields() {
        return List.of(
                new WrongField("\"colour\"", "colour"),
                new WrongField("\"\"", ""),
                new WrongField("\"a\\u0000b\"", "a\ufffdb"),
                new WrongField("\"\\ud800\"", "\ufffd"),
                new WrongField("\"'; drop table clients; --\"", "'; drop table clients; --"),
                new WrongField('"' + "long ".repeat(2_000) + '"', "long ".repeat(20)));
    }

    /** Returns values that are neither text nor day nor number. */
    static List<String> values() {
        return List.of("true", "[1]", "{\"a\":1}");
    }
}
