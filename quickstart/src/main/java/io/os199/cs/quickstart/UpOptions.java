package io.os199.cs.quickstart;

import io.os199.cs.quickstart.demo.DemoOptions;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What the person asked for; {@code ./cs-mcp up --help} explains it.
 *
 * @param clients the number of clients of the demo company; 0 for none
 * @param days the length of its history
 * @param seed of its randomness
 * @param fresh whether to delete the database of earlier runs
 */
record UpOptions(Ports ports, int clients, int days, int seed, boolean fresh, Path data) {
    private static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_SEED = 999_999_999;

    private static final String ALL =
            "--port, --clients, --days, --seed and --data, each with a value, and --fresh";

    /** @throws IllegalArgumentException saying what is wrong with the arguments */
    static UpOptions parse(List<String> arguments, Path home) {
        int port = DEFAULT_PORT;
        int clients = DemoOptions.DEFAULT_CLIENTS;
        int days = DemoOptions.DEFAULT_DAYS;
        int seed = (int) DemoOptions.DEFAULT_SEED;
        boolean fresh = false;
        Path data = home.resolve(".quickstart");
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.pop();
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals > 0) {
                rest.push(word.substring(equals + 1));
                word = word.substring(0, equals);
            }
            switch (word) {
                case "--port" -> port = number(word, rest, Ports.LOWEST, Ports.HIGHEST);
                case "--clients" -> clients = number(word, rest, 0, DemoOptions.MOST_CLIENTS);
                case "--days" ->
                        days = number(word, rest, DemoOptions.FEWEST_DAYS, DemoOptions.MOST_DAYS);
                case "--seed" -> seed = number(word, rest, 0, HIGHEST_SEED);
                case "--data" -> data = folder(word, rest);
                case "--fresh" -> fresh = true;
                default ->
                        throw new IllegalArgumentException(
                                "no such option: %s; there are %s".formatted(word, ALL));
            }
        }
        return new UpOptions(new Ports(port), clients, days, seed, fresh, data.normalize());
    }

    private static int number(String option, Deque<String> rest, int lowest, int highest) {
        String value = rest.isEmpty() ? "" : rest.pop();
        if (value.matches("\\d{1,9}")) {
            int number = Integer.parseInt(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "%s takes a number from %d to %d, not '%s'"
                        .formatted(option, lowest, highest, value));
    }

    private static Path folder(String option, Deque<String> rest) {
        String value = rest.isEmpty() ? "" : rest.pop();
        // This is the next option, so the folder was forgotten.
        if (value.isEmpty() || value.startsWith("--")) {
            throw new IllegalArgumentException(
                    "%s takes a folder, not '%s'".formatted(option, value));
        }
        return Path.of(value).toAbsolutePath();
    }
}
