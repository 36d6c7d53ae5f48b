package io.os199.cs.benchmarks;

import io.os199.cs.quickstart.demo.DemoOptions;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the person asked for: numbers by option name. */
record BenchmarkOptions(Map<Option, Integer> numbers) {
    /** An option, with its default. */
    enum Option {
        CLIENTS(10_000, DemoOptions.MOST_CLIENTS),
        DAYS(DemoOptions.DEFAULT_DAYS, DemoOptions.MOST_DAYS),
        COPIES(1, 1_000),
        REPEATS(3, 10_000),
        SUBMISSIONS(200, 10_000),
        PACE(50, 10_000),
        EVENTS(300_000, 10_000_000),
        ROWS(1_000_000, 100_000_000),
        WIDE_ROWS(0, 1_000_000),
        TICKETS(1_000_000, 10_000_000),
        ARTICLES(50_000, 1_000_000),
        SEARCHES(500, 100_000),
        STARTS(10, 1_000),
        CALLS(5_000, 1_000_000),
        USERS(1_000, 5_000),
        MINUTES(5, 60),
        THINK(8, 600),
        CACHE(1, 0, 1),
        CONNECTIONS(16, 100);

        private final int usual;
        private final int least;
        private final int most;

        Option(int usual, int most) {
            this(usual, 1, most);
        }

        Option(int usual, int least, int most) {
            this.usual = usual;
            this.least = least;
            this.most = most;
        }

        private String word() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private static Option named(String word) {
            for (Option option : values()) {
                if (option.word().equals(word)) {
                    return option;
                }
            }
            throw new IllegalArgumentException("no such option: " + word);
        }

        private int number(String value) {
            if (value.matches("\\d{1,9}")) {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw new IllegalArgumentException(
                    "%s takes a number from %d to %d, not '%s'"
                            .formatted(word(), least, most, value));
        }
    }

    BenchmarkOptions {
        numbers = Map.copyOf(numbers);
    }

    /** @throws IllegalArgumentException saying what is wrong with the arguments */
    static BenchmarkOptions parse(List<String> arguments) {
        Map<Option, Integer> numbers = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            Option option = Option.named(arguments.get(i));
            numbers.put(
                    option, option.number(i + 1 < arguments.size() ? arguments.get(i + 1) : ""));
        }
        return new BenchmarkOptions(numbers);
    }

    private int get(Option option) {
        return numbers.getOrDefault(option, option.usual);
    }

    /** The number of clients of the demo company, or of those whose users the events come from. */
    int clients() {
        return get(Option.CLIENTS);
    }

    /** The number of days of the demo company's history. */
    int days() {
        return get(Option.DAYS);
    }

    /** How often each client of the demo company exists. */
    int copies() {
        return get(Option.COPIES);
    }

    /** How often the recalculation runs. */
    int repeats() {
        return get(Option.REPEATS);
    }

    /** How many jobs are timed from submission to start. */
    int submissions() {
        return get(Option.SUBMISSIONS);
    }

    /** Milliseconds between two submissions. */
    int paceMillis() {
        return get(Option.PACE);
    }

    /** The number of events that the intake receives. */
    int events() {
        return get(Option.EVENTS);
    }

    /** The number of rows in the file of usage events. */
    int rows() {
        return get(Option.ROWS);
    }

    /** The number of rows in the file of long touchpoints; 0 if none is imported. */
    int wideRows() {
        return get(Option.WIDE_ROWS);
    }

    /** The number of tickets in support. */
    int tickets() {
        return get(Option.TICKETS);
    }

    /** The number of articles in the help. */
    int articles() {
        return get(Option.ARTICLES);
    }

    /** The number of searches of the help articles. */
    int searches() {
        return get(Option.SEARCHES);
    }

    /** The number of starts of the API, with and without the AOT cache each. */
    int starts() {
        return get(Option.STARTS);
    }

    /** The number of calls of reading tools to a process that has just started. */
    int calls() {
        return get(Option.CALLS);
    }

    /** The number of users who ask at the same time. */
    int users(int usual) {
        return numbers.getOrDefault(Option.USERS, usual);
    }

    /** The number of minutes that the load lasts. */
    int minutes() {
        return get(Option.MINUTES);
    }

    /** The average number of seconds between an answer and the next call. */
    int thinkSeconds() {
        return get(Option.THINK);
    }

    /** Whether there is a Redis. */
    boolean isCached() {
        return get(Option.CACHE) == 1;
    }

    /** The number of connections from the API to its database. */
    int connections() {
        return get(Option.CONNECTIONS);
    }
}
