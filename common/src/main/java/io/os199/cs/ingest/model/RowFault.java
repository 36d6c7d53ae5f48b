package io.os199.cs.ingest.model;

import io.os199.cs.platform.text.PersonalData;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of one row.
 *
 * @param line of the file on which the record begins, from 1
 * @param field the column, cut, or {@code line} where the record could not be read
 * @param value what stood there, cut, without mail addresses, which a shifted row has anywhere; absent for personal data and for what
 *     nothing stood for
 */
public record RowFault(
        long line, String field, FaultCode code, String message, @Nullable String value) {
    /** The field of faults that are of the whole record. */
    public static final String LINE = "line";

    public RowFault {
        field = ShownText.of(field);
        value = value == null ? null : ShownText.of(PersonalData.blankAddresses(value));
    }
}
