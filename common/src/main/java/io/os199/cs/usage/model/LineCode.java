package io.os199.cs.usage.model;

/** What can be wrong with a line. */
public enum LineCode {
    MISSING,
    WRONG_TYPE,
    TOO_LONG,
    NOT_ALLOWED,
    OUT_OF_RANGE,
    WRONG_ORDER,
    IN_FUTURE,
    UNKNOWN_CLIENT,
    UNKNOWN_REFERENCE,
    DUPLICATE_IN_FILE,
    CONFLICT,
    MALFORMED_LINE
}
