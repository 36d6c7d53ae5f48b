package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * {@code helm lint --strict} with each values file. The library lints with the chart's own values only, so each runs on a copy whose own
 * values are the merged ones.
 */
class LintTest {
    static Set<String> examples() {
        return Chart.EXAMPLES.keySet();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void lintWarnsOfNothingInAnyExample(String example, @TempDir Path folder) throws IOException {
        JsonNode values = Chart.values("values.yaml");
        for (String file : Chart.EXAMPLES.get(example)) {
            values = Chart.YAML.readerForUpdating(values).readValue(text(file));
        }
        Path copy = ChartCopy.into(folder.resolve("cs-mcp"), UnaryOperator.identity());
        Files.writeString(copy.resolve("values.yaml"), Chart.YAML.writeValueAsString(values));

        LintResult result = new Helm(copy).lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
        // A template that fails is reported as information only.
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[ERROR]") || message.contains("[WARNING]"))
                .noneMatch(message -> message.contains("execution error"))
                .noneMatch(message -> message.contains("rror at"));
    }

    private static String text(String file) throws IOException {
        return Files.readString(Chart.FOLDER.resolve(file));
    }
}
