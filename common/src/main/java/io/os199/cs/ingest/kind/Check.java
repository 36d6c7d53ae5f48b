package io.os199.cs.ingest.kind;

import io.os199.cs.ingest.model.FaultCode;

/**
 * What is wrong with a staged row.
 *
 * @param field the column that is blamed
 * @param condition SQL over the staged row {@code s}; true where it is wrong
 */
public record Check(String field, FaultCode code, String message, String condition) {
    /** The value of {@code field} names something that there is not. */
    static Check unknown(String field, String message, String known) {
        return new Check(
                field,
                FaultCode.UNKNOWN_REFERENCE,
                field + ' ' + message,
                "s.%s is not null and not exists (%s)".formatted(field, known));
    }

    static Check conflict(String field, String message, String condition) {
        return new Check(field, FaultCode.CONFLICT, field + ' ' + message, condition);
    }
}
