package io.os199.cs.retention.churn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The newest windows, on which a model is tested, and all older ones, from which it learns: every window of {@code train} ends
 * before the first day of {@code test}.
 */
record TimeSplit(List<LabelledRow> train, List<LabelledRow> test) {
    private static final int FEWEST_TEST_CHURNS = 10;
    private static final double TEST_SHARE = 0.25;

    TimeSplit {
        train = List.copyOf(train);
        test = List.copyOf(test);
    }

    /**
     * Takes as many of the newest windows for the test as are needed to hold 10 churns and a quarter of all; that may
     * be all windows.
     */
    static TimeSplit of(List<LabelledRow> rows) {
        Map<Integer, Long> churns =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        LabelledRow::window,
                                        TreeMap::new,
                                        Collectors.filtering(
                                                LabelledRow::churned, Collectors.counting())));
        long all = churns.values().stream().mapToLong(Long::longValue).sum();
        double wanted = Math.max(FEWEST_TEST_CHURNS, TEST_SHARE * all);
        int last = 0;
        long held = 0;
        for (Map.Entry<Integer, Long> window : churns.entrySet()) {
            if (held >= wanted) {
                break;
            }
            last = window.getKey();
            held += window.getValue();
        }
        int lastOfTest = last;
        return new TimeSplit(
                rows.stream().filter(row -> row.window() > lastOfTest).toList(),
                rows.stream().filter(row -> row.window() <= lastOfTest).toList());
    }

    static long churns(List<LabelledRow> rows) {
        return rows.stream().filter(LabelledRow::churned).count();
    }

    long trainWindowCount() {
        return train.stream().mapToInt(LabelledRow::window).distinct().count();
    }
}
