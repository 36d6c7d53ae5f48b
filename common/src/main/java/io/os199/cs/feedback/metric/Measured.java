package io.os199.cs.feedback.metric;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What was read for a metric.
 *
 * @param figures by the number of the span; absent of spans of which nothing can be told
 * @param parts of the period, by dimension and key
 * @param components what the figure of the period is made of, by name
 * @param advice of rules that look at these
 */
record Measured(
        Map<Integer, Figure> figures,
        List<Part> parts,
        Map<String, Object> components,
        Rows rows,
        List<Recommendation> advice,
        List<DataGap> gaps) {
    /** The figure of a group of clients. */
    record Part(String dimension, String key, Figure figure) {}

    /**
     * The rows that the figure of the period was taken from.
     *
     * @param rules by which they were read, where there are several ways
     */
    record Rows(
            List<String> tables,
            long count,
            @Nullable LocalDate firstOn,
            @Nullable LocalDate lastOn,
            @Nullable Integer immatureSendCount,
            @Nullable String rules) {}

    Figure ofPeriod() {
        return figures.getOrDefault(0, Figure.NONE);
    }
}
