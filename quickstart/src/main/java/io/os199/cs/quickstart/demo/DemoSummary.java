package io.os199.cs.quickstart.demo;

import java.util.List;
import java.util.Map;

/**
 * A summary of what was written.
 *
 * @param rows rows per table, in the order in which the tables were filled
 * @param answers what is planted
 */
public record DemoSummary(Map<String, Long> rows, long totalRows, List<AnswerKeyEntry> answers) {
    static DemoSummary of(Map<String, Long> rows, List<AnswerKeyEntry> answers) {
        long total = rows.values().stream().mapToLong(Long::longValue).sum();
        return new DemoSummary(rows, total, answers);
    }
}
