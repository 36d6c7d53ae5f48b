package io.os199.cs.ingest.model;

/**
 * How an import is to be done, beside its kind, format and mode.
 *
 * @param delimiter between the cells of CSV; with a semicolon decimals may have a comma
 * @param dryRun do everything but keep it
 * @param force merge a file that has been merged before
 */
public record ImportOptions(char delimiter, boolean dryRun, boolean force) {
    public boolean hasDecimalComma() {
        return delimiter == ';';
    }
}
