package io.os199.cs.quickstart.demo;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one table in the text format of PostgreSQL's COPY, kept as bytes until they are sent. Each column takes one
 * call, in the table's order, followed by {@link #end}.
 */
final class CopyRows {
    private static final int FIRST_SIZE = 1 << 12;

    private final Table table;
    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;
    private int column;
    private long rows;

    CopyRows(Table table) {
        this.table = table;
    }

    CopyRows text(@Nullable String value) {
        next();
        if (value == null) {
            put('\\');
            put('N');
        } else {
            escaped(value);
        }
        return this;
    }

    CopyRows number(long value) {
        next();
        digits(value);
        return this;
    }

    CopyRows number(@Nullable Integer value) {
        return value == null ? text(null) : number(value.longValue());
    }

    /** Writes a decimal with two digits after the point, given in hundredths. */
    CopyRows hundredths(long value) {
        next();
        if (value < 0) {
            put('-');
        }
        long positive = Math.abs(value);
        digits(positive / 100);
        put('.');
        twoDigits((int) (positive % 100));
        return this;
    }

    CopyRows hundredths(@Nullable Long value) {
        return value == null ? text(null) : hundredths(value.longValue());
    }

    CopyRows flag(boolean value) {
        next();
        put(value ? 't' : 'f');
        return this;
    }

    CopyRows day(@Nullable LocalDate value) {
        if (value == null) {
            return text(null);
        }
        next();
        date(value);
        return this;
    }

    /** Writes a time, to the second. */
    CopyRows time(@Nullable Instant value) {
        if (value == null) {
            return text(null);
        }
        next();
        LocalDateTime utc = LocalDateTime.ofEpochSecond(value.getEpochSecond(), 0, ZoneOffset.UTC);
        date(utc.toLocalDate());
        put(' ');
        twoDigits(utc.getHour());
        put(':');
        twoDigits(utc.getMinute());
        put(':');
        twoDigits(utc.getSecond());
        put('+');
        twoDigits(0);
        return this;
    }

    /** Writes an array of texts, or of numbers given as their digits. */
    CopyRows array(List<String> values) {
        StringBuilder literal = new StringBuilder("{");
        for (String value : values) {
            if (literal.length() > 1) {
                literal.append(',');
            }
            literal.append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text(literal.append('}').toString());
    }

    /** Writes the two columns that end most tables, created_at and updated_at. */
    CopyRows made(Instant created, Instant updated) {
        return time(created).time(updated);
    }

    void end() {
        if (column != table.columnCount()) {
            throw new IllegalStateException(
                    table + " has " + table.columnCount() + " columns, the row " + column);
        }
        put('\n');
        column = 0;
        rows++;
    }

    long rows() {
        return rows;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    private void next() {
        if (column++ > 0) {
            put('\t');
        }
    }

    private void escaped(String value) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            switch (b) {
                case '\\' -> escape('\\');
                case '\t' -> escape('t');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                default -> put(b);
            }
        }
    }

    private void escape(char code) {
        put('\\');
        put(code);
    }

    private void date(LocalDate value) {
        digits(value.getYear());
        put('-');
        twoDigits(value.getMonthValue());
        put('-');
        twoDigits(value.getDayOfMonth());
    }

    private void twoDigits(int value) {
        put('0' + value / 10);
        put('0' + value % 10);
    }

    private void digits(long value) {
        if (value >= 0 && value < 10) {
            put('0' + (int) value);
            return;
        }
        for (byte b : Long.toString(value).getBytes(StandardCharsets.US_ASCII)) {
            put(b);
        }
    }

    private void put(int b) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) b;
    }
}
