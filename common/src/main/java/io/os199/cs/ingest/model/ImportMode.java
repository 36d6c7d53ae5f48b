package io.os199.cs.ingest.model;

/** What happens to the good rows of a file that also has bad ones. */
public enum ImportMode {
    /** Nothing is merged. */
    STRICT,
    /** They are merged, and the bad ones reported. */
    LENIENT
}
