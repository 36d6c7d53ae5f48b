package io.os199.cs.quickstart.demo;

import java.util.Map;

/**
 * What was written.
 *
 * @param rows rows per table, in the order in which the tables were filled
 */
public record DemoSummary(Map<String, Long> rows, long totalRows) {
    static DemoSummary of(Map<String, Long> rows) {
        return new DemoSummary(rows, rows.values().stream().mapToLong(Long::longValue).sum());
    }
}
