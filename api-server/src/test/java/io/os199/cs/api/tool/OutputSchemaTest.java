package io.os199.cs.api.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An answer with several parts, of which one is present at a time. */
class OutputSchemaTest {
    record Speed(int n, double fast, @Nullable String note) {}

    record Weight(int n, double heavy) {}

    record Moving(String id, Speed metrics) {}

    record Lying(String id, Weight metrics) {}

    record Either(@JsonUnwrapped @Nullable Moving moving, @JsonUnwrapped @Nullable Lying lying) {}

    @Test
    void aFieldThatPartsFillDifferentlyIsEitherOfTheTwo() {
        JsonNode schema = OutputSchema.of(Either.class);
        JsonNode metrics = schema.at("/properties/metrics");
        assertThat(metrics.path("properties").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactly("n", "fast", "note", "heavy");
        assertThat(metrics.path("required").toString()).isEqualTo("[\"n\"]");
        assertThat(schema.has("required")).isFalse();
    }

    record Named(String metrics) {}

    record Confused(@JsonUnwrapped @Nullable Moving moving, @JsonUnwrapped @Nullable Named named) {}

    @Test
    void aFieldIsNotTwoKindsOfThings() {
        assertThatThrownBy(() -> OutputSchema.of(Confused.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metrics is two different things");
    }
}
