package io.os199.cs.ingest.model;

/**
 * How an import is to be done, apart from its kind, format and mode.
 *
 * @param delimiter the delimiter between the cells of CSV; with a semicolon decimals may have a comma
 * @param dryRun whether to do everything but keep nothing
 * @param force whether to merge a file that has been merged before
 */
public record ImportOptions(char delimiter, boolean dryRun, boolean force) {
    public boolean hasDecimalComma() {
        return delimiter == ';';
    }
}
