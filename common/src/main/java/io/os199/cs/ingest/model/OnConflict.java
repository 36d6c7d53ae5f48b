package io.os199.cs.ingest.model;

/** What becomes of a row whose key is there already. */
public enum OnConflict {
    UPDATE,
    SKIP
}
