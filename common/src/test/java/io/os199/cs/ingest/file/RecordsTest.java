package io.os199.cs.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.ingest.file.CutFile.Placed;
import io.os199.cs.ingest.file.Records.Cells;
import io.os199.cs.ingest.file.Records.FileRecord;
import io.os199.cs.ingest.file.Records.JsonObject;
import io.os199.cs.ingest.model.ImportFormat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The content of a file is read as written, in whatever form, and wherever its chunks are cut. */
class RecordsTest {
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "B7",
                    " ",
                    "0",
                    "é",
                    "e\u0301",
                    "日本",
                    "\ud83d\ude00",
                    "\ud83c\udde8",
                    "\u0000",
                    "\u2028",
                    "\u0085",
                    "|",
                    "\\",
                    "<null>",
                    "'",
                    ",",
                    ";",
                    "\t",
                    "\"",
                    "\"\"",
                    "\n",
                    "\r",
                    "\r\n",
                    "{",
                    "]",
                    ":");
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

    @Property(tries = 1_500)
    void csvIsReadAsItWasWritten(@ForAll Random random) {
        char delimiter = ",;\t".charAt(random.nextInt(3));
        int width = 1 + random.nextInt(4);
        StringBuilder file = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
        List<FileRecord> expected = new ArrayList<>();
        int rows = random.nextInt(7);
        for (int row = 0; row < rows; row++) {
            List<String> cells = new ArrayList<>();
            while (cells.size() < width) {
                cells.add(text(random));
            }
            blankLines(file, random, "");
            expected.add(new Cells(lineOf(file), cells));
            writeCsv(file, cells, delimiter, random);
            if (row < rows - 1 || random.nextBoolean()) {
                file.append(oneOf(LINE_ENDS, random));
            }
        }
        assertReadAs(expected, ImportFormat.CSV, delimiter, file, random);
    }

    private static void writeCsv(
            StringBuilder file, List<String> cells, char delimiter, Random random) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean isBlankLine = cells.size() == 1 && cell.isEmpty();
            boolean mustBeQuoted =
                    isBlankLine
                            || cell.chars()
                                    .anyMatch(c -> c == delimiter || "\"\r\n".indexOf(c) >= 0);
            file.append(i == 0 ? "" : delimiter)
                    .append(
                            mustBeQuoted || random.nextInt(3) == 0
                                    ? '"' + cell.replace("\"", "\"\"") + '"'
                                    : cell);
        }
    }

    @Property(tries = 1_500)
    void ndjsonIsReadAsItWasWritten(@ForAll Random random) {
        StringBuilder file = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
        List<Map<String, String>> expected = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        int rows = random.nextInt(7);
        for (int row = 0; row < rows; row++) {
            Map<String, String> fields = new LinkedHashMap<>();
            while (fields.size() < random.nextInt(4)) {
                fields.put(text(random), text(random));
            }
            blankLines(file, random, " \t");
            lines.add(1 + file.chars().filter(c -> c == '\n').count());
            expected.add(fields);
            writeJson(file, fields, random);
            if (row < rows - 1 || random.nextBoolean()) {
                file.append(random.nextBoolean() ? "\n" : "\r\n");
            }
        }
        CutFile cut = CutFile.of(ImportFormat.NDJSON, ',', bytes(file), random);
        List<Placed> read = cut.read(FilePosition.START);
        assertThat(read.stream().map(each -> each.record().line())).isEqualTo(lines);
        assertThat(read.stream().map(each -> fields(each.record()))).isEqualTo(expected);
        for (int i = 0; i < read.size(); i++) {
            assertThat(cut.read(read.get(i).from())).isEqualTo(read.subList(i, read.size()));
        }
    }

    private static Map<String, String> fields(FileRecord record) {
        JsonNode object = ((JsonObject) record).object();
        Map<String, String> fields = new LinkedHashMap<>();
        object.properties().forEach(each -> fields.put(each.getKey(), each.getValue().textValue()));
        return fields;
    }

    private static void writeJson(StringBuilder file, Map<String, String> fields, Random random) {
        String comma = "";
        file.append(space(random)).append('{').append(space(random));
        for (Map.Entry<String, String> field : fields.entrySet()) {
            file.append(comma)
                    .append(json(field.getKey(), random))
                    .append(space(random))
                    .append(':')
                    .append(space(random))
                    .append(json(field.getValue(), random));
            comma = space(random) + ',' + space(random);
        }
        file.append(space(random)).append('}').append(space(random));
    }

    /** Writes characters as they are or as {@code \}{@code uXXXX}, each half of a surrogate pair on its own. */
    private static String json(String text, Random random) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints()
                .forEach(
                        c -> {
                            if (c < ' ' || c == '"' || c == '\\' || random.nextInt(3) == 0) {
                                for (char half : Character.toChars(c)) {
                                    json.append("\\u%04x".formatted((int) half));
                                }
                            } else {
                                json.appendCodePoint(c);
                            }
                        });
        return json.append('"').toString();
    }

    private static String space(Random random) {
        return oneOf(List.of("", "", " ", "\t", "\r"), random);
    }

    private static void assertReadAs(
            List<FileRecord> expected,
            ImportFormat format,
            char delimiter,
            StringBuilder file,
            Random random) {
        CutFile cut = CutFile.of(format, delimiter, bytes(file), random);
        List<Placed> read = cut.read(FilePosition.START);
        assertThat(read.stream().map(Placed::record)).isEqualTo(expected);
        // Whoever takes over continues from there.
        for (int i = 0; i < read.size(); i++) {
            assertThat(cut.read(read.get(i).from()).stream().map(Placed::record))
                    .isEqualTo(expected.subList(i, expected.size()));
        }
    }

    private static byte[] bytes(StringBuilder file) {
        return file.toString().getBytes(UTF_8);
    }

    private static void blankLines(StringBuilder file, Random random, String with) {
        while (random.nextInt(5) == 0) {
            for (int i = random.nextInt(2); i > 0 && !with.isEmpty(); i--) {
                file.append(with.charAt(random.nextInt(with.length())));
            }
            file.append('\n');
        }
    }

    /** Returns the line of the next character, where LF, CRLF and CR end a line. */
    private static long lineOf(StringBuilder file) {
        return 1
                + file.toString()
                        .replace("\r\n", "\n")
                        .chars()
                        .filter(c -> c == '\r' || c == '\n')
                        .count();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(oneOf(PIECES, random));
        }
        return text.toString();
    }

    private static <T> T oneOf(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
