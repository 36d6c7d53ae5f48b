package io.os199.cs.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The chart rendered with each of its values files, as committed files: a change shows up as a diff that has to be
 * approved. {@code mvn verify -Dgolden=update} rewrites them. Files of the project that the chart ships are left out.
 */
class GoldenManifestsTest {
    private static final boolean UPDATE = "update".equals(System.getProperty("golden"));
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static Set<String> examples() {
        return Chart.EXAMPLES.keySet();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void lookAsCommitted(String example) throws IOException {
        String rendered = reviewable(Chart.render(Chart.EXAMPLES.get(example)));
        Path golden = GOLDEN.resolve(example + ".yaml");
        if (UPDATE) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    private static String reviewable(String rendered) throws IOException {
        String text = rendered;
        for (Path file : ShippedFilesTest.shipped()) {
            String shipped = Files.readString(file);
            for (int indent : new int[] {2, 4}) {
                String margin = " ".repeat(indent);
                String block =
                        shipped.lines()
                                .map(line -> margin + line)
                                .collect(Collectors.joining("\n"));
                text = text.replace(block, margin + "# as in " + file.getFileName());
            }
        }
        return text.lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .map(line -> line.replaceFirst("(checksum/config: )[0-9a-f]{64}", "$1…"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
