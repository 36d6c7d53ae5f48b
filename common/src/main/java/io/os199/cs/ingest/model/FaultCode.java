package io.os199.cs.ingest.model;

import io.os199.cs.platform.json.WireName;

/** What is wrong with a row. */
public enum FaultCode {
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
    MALFORMED_LINE;

    /** Returns the code as callers read it. */
    public String wire() {
        return WireName.of(this);
    }
}
