package io.os199.cs.retention.churn;

import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.facts.ChurnFeature;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows that a training would learn from, for learning from them elsewhere and comparing. */
public final class TrainingRows {
    private TrainingRows() {}

    /**
     * Writes the rows as CSV: client_id, as_of, window (1 is the newest), churned (0 or 1), then the features in
     * their order, an unknown value empty. Doubles are written so that they read back unchanged.
     *
     * @return how many rows were written
     */
    public static int write(Transaction tx, LocalDate trainedOn, Consumer<String> lines) {
        lines.accept(
                Stream.concat(
                                Stream.of("client_id", "as_of", "window", "churned"),
                                Arrays.stream(ChurnFeature.values()).map(WireName::of))
                        .collect(Collectors.joining(",")));
        List<LabelledRow> rows = LabelledRows.read(tx, ChurnModels.prior(tx), trainedOn).rows();
        rows.forEach(row -> lines.accept(line(row)));
        return rows.size();
    }

    private static String line(LabelledRow row) {
        return Stream.concat(
                        Stream.of(
                                row.facts().clientId(),
                                row.facts().asOf().toString(),
                                Integer.toString(row.window()),
                                row.churned() ? "1" : "0"),
                        Arrays.stream(ChurnFeature.values())
                                .map(row.facts()::value)
                                .map(value -> value == null ? "" : value.toString()))
                .collect(Collectors.joining(","));
    }
}
