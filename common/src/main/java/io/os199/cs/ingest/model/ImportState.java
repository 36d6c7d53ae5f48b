package io.os199.cs.ingest.model;

/** The state of an import. */
public enum ImportState {
    /** Its body is arriving. */
    RECEIVING,
    /** Its file is being read into the staging table. */
    STAGING,
    /** Its rows are being checked against each other. */
    CHECKING,
    MERGING,
    DONE,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
