package io.os199.cs.ingest.file;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of texts, as files and as PostgreSQL write them. */
public final class TextLists {
    private static final char SEPARATOR = '|';
    private static final char ESCAPE = '\\';

    private TextLists() {}

    /** Returns the texts in a cell. */
    public static List<String> split(String cell) {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            boolean escapes = c == ESCAPE && i + 1 < cell.length();
            if (escapes && (cell.charAt(i + 1) == SEPARATOR || cell.charAt(i + 1) == ESCAPE)) {
                i++;
                text.append(cell.charAt(i));
            } else if (c == SEPARATOR) {
                texts.add(text.toString());
                text.setLength(0);
            } else {
                text.append(c);
            }
        }
        texts.add(text.toString());
        return texts;
    }

    /** Returns the cell that holds the texts. */
    public static String join(List<String> texts) {
        return texts.stream()
                .map(text -> text.replace("\\", "\\\\").replace("|", "\\|"))
                .collect(Collectors.joining("|"));
    }

    /** Returns the texts as PostgreSQL writes an array. */
    static String array(List<String> texts) {
        return texts.stream()
                .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }
}
