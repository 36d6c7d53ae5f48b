package io.os199.cs.feedback.metric;

import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The data read for a metric.
 *
 * @param figures the figures by the number of the span; absent for spans that cannot be measured
 * @param parts the parts of the period, by dimension and key
 * @param components the components of the period's figure, by name
 * @param advice the recommendations of rules on these components
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
     * The rows from which the figure of the period was taken.
     *
     * @param rules the rules by which they were read, where there are several ways
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
