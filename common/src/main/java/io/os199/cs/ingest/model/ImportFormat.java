package io.os199.cs.ingest.model;

/** How the rows of a file are written. */
public enum ImportFormat {
    CSV,
    NDJSON
}
