package io.os199.cs.benchmarks;

import io.os199.cs.quickstart.demo.DemoOptions;

import java.util.List;

/**
 * What the person asked for.
 *
 * @param clients of the demo company
 * @param days of its history
 * @param repeats how often the recalculation runs
 * @param submissions how many jobs are timed from submission to start
 * @param paceMillis between two submissions
 * @param rows of the file of usage events
 * @param wideRows of the file of long touchpoints
 */
record BenchmarkOptions(
        int clients,
        int days,
        int repeats,
        int submissions,
        int paceMillis,
        int rows,
        int wideRows) {
    private static final int MOST_ROWS = 100_000_000;
    private static final int MOST_TIMES = 10_000;

    /** @throws IllegalArgumentException saying what is wrong with the arguments */
    static BenchmarkOptions parse(List<String> arguments) {
        BenchmarkOptions options =
                new BenchmarkOptions(10_000, DemoOptions.DEFAULT_DAYS, 3, 200, 50, 1_000_000, 0);
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            options =
                    switch (option) {
                        case "--clients" ->
                                options.withClients(
                                        number(option, value, DemoOptions.MOST_CLIENTS));
                        case "--days" ->
                                options.withDays(number(option, value, DemoOptions.MOST_DAYS));
                        case "--repeats" -> options.withRepeats(number(option, value, MOST_TIMES));
                        case "--submissions" ->
                                options.withSubmissions(number(option, value, MOST_TIMES));
                        case "--rows" -> options.withRows(number(option, value, MOST_ROWS));
                        case "--wide-rows" ->
                                options.withWideRows(number(option, value, MOST_ROWS));
                        case "--pace" -> options.withPaceMillis(number(option, value, MOST_TIMES));
                        default -> throw new IllegalArgumentException("no such option: " + option);
                    };
        }
        return options;
    }

    private BenchmarkOptions withClients(int number) {
        return new BenchmarkOptions(number, days, repeats, submissions, paceMillis, rows, wideRows);
    }

    private BenchmarkOptions withDays(int number) {
        return new BenchmarkOptions(
                clients, number, repeats, submissions, paceMillis, rows, wideRows);
    }

    private BenchmarkOptions withRepeats(int number) {
        return new BenchmarkOptions(clients, days, number, submissions, paceMillis, rows, wideRows);
    }

    private BenchmarkOptions withSubmissions(int number) {
        return new BenchmarkOptions(clients, days, repeats, number, paceMillis, rows, wideRows);
    }

    private BenchmarkOptions withPaceMillis(int number) {
        return new BenchmarkOptions(clients, days, repeats, submissions, number, rows, wideRows);
    }

    private BenchmarkOptions withRows(int number) {
        return new BenchmarkOptions(
                clients, days, repeats, submissions, paceMillis, number, wideRows);
    }

    private BenchmarkOptions withWideRows(int number) {
        return new BenchmarkOptions(clients, days, repeats, submissions, paceMillis, rows, number);
    }

    private static int number(String option, String value, int highest) {
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= highest) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "%s takes a number from 1 to %d, not '%s'".formatted(option, highest, value));
    }
}
