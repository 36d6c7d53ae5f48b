package io.os199.cs.quickstart.demo;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The rows of a query as aligned text: numbers right-aligned, the rest left-aligned, under the column names. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();
    private final List<Boolean> isNumber = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();

    static String of(ResultSet rows) throws SQLException {
        return new TextTable(rows).text();
    }

    private TextTable(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
            isNumber.add(isNumber(columns.getColumnType(i)));
            widths.add(0);
        }
        add(names);
        while (rows.next()) {
            List<String> line = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String value = rows.getString(i);
                line.add(value == null ? "" : value);
            }
            add(line);
        }
    }

    private static boolean isNumber(int type) {
        return type == Types.INTEGER || type == Types.BIGINT || type == Types.NUMERIC;
    }

    private void add(List<String> line) {
        lines.add(line);
        for (int i = 0; i < line.size(); i++) {
            widths.set(i, Math.max(widths.get(i), line.get(i).length()));
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder cells = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                String cell = line.get(i);
                String space = " ".repeat(widths.get(i) - cell.length());
                cells.append(GAP).append(isNumber.get(i) ? space + cell : cell + space);
            }
            text.append(cells.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
