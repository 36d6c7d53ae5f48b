package io.os199.cs.ingest.model;

import io.os199.cs.platform.text.PersonalData;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of one row.
 *
 * @param line the line of the file on which the record begins, from 1
 * @param field the column, cut off, or {@code line} where the record could not be read
 * @param value what was there, cut off and without mail addresses, which a shifted row may have anywhere; absent for
 *     personal data and where nothing was there
 */
public record RowFault(
        long line, String field, FaultCode code, String message, @Nullable String value) {
    /** The field of faults that concern the whole record. */
    public static final String LINE = "line";

    public RowFault {
        field = ShownText.of(field);
        value = value == null ? null : ShownText.of(PersonalData.blankAddresses(value));
    }
}
