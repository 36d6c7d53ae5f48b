package io.os199.cs.ingest.model;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of one row.
 *
 * @param line of the file on which the record begins, from 1
 * @param field the column, or {@code line} where the record could not be read
 * @param value what stood there, cut; absent for personal data and for what nothing stood for
 */
public record RowFault(
        long line, String field, FaultCode code, String message, @Nullable String value) {
    private static final int LONGEST_VALUE = 100;

    /** The field of faults that are of the whole record. */
    public static final String LINE = "line";

    public RowFault {
        value = value == null ? null : cut(value);
    }

    /** Without the characters that PostgreSQL takes into no text. */
    private static String cut(String value) {
        String shown = value.replace("\0", "");
        return shown.codePointCount(0, shown.length()) <= LONGEST_VALUE
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_VALUE));
    }
}
