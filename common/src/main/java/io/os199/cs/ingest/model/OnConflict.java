package io.os199.cs.ingest.model;

/** What happens to a row whose key already exists. */
public enum OnConflict {
    UPDATE,
    SKIP
}
