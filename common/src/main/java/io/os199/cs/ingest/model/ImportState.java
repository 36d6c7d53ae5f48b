package io.os199.cs.ingest.model;

/** Where an import stands. */
public enum ImportState {
    /** Its body is arriving. */
    RECEIVING,
    /** Its file is read into the staging table. */
    STAGING,
    /** Its rows are held against each other and against what is stored. */
    CHECKING,
    MERGING,
    DONE,
    FAILED,
    CANCELLED;

    public boolean isFinal() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
