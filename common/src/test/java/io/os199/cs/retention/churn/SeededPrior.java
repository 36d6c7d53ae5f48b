package io.os199.cs.retention.churn;

import io.os199.cs.platform.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model that ships with the product, as its seed defines it. */
final class SeededPrior {
    private static final Pattern JSON_COLUMNS =
            Pattern.compile("'(\\{[^']*\\})'::jsonb,\\s*'(\\{[^']*\\})'::jsonb");

    private SeededPrior() {}

    static ChurnModel model() {
        try (var seed =
                Objects.requireNonNull(
                        SeededPrior.class.getResourceAsStream("/db/seeds/retention.sql"))) {
            Matcher columns =
                    JSON_COLUMNS.matcher(new String(seed.readAllBytes(), StandardCharsets.UTF_8));
            if (!columns.find()) {
                throw new AssertionError("the seed has no model");
            }
            return new ChurnModel(
                    1,
                    ChurnStage.EXPERT_PRIOR,
                    Calibration.NONE,
                    Json.read(columns.group(1), ChurnModel.Weights.class),
                    Json.read(columns.group(2), ChurnModel.Thresholds.class),
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
