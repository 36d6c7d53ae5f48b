package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The bill of materials of each image names what is in its lib/. */
class SbomIT {
    private static final Path HOME = Path.of("").toAbsolutePath().getParent();

    /** Annotations that pgjdbc declares and that no program needs, so that they are not in lib/. */
    private static final String ANNOTATIONS = "checker-qual-";

    @ParameterizedTest
    @ValueSource(strings = {"api-server", "worker"})
    void namesEveryLibrary(String name) throws Exception {
        Path target = HOME.resolve(name).resolve("target");
        Path file = target.resolve(name + ".cdx.json");
        require(file);
        JsonNode bom = Json.read(Files.readString(file), JsonNode.class);
        Set<String> named = new TreeSet<>();
        for (JsonNode component : bom.path("components")) {
            named.add(
                    "%s-%s.jar"
                            .formatted(
                                    component.path("name").textValue(),
                                    component.path("version").textValue()));
            assertThat(component.path("purl").textValue()).startsWith("pkg:maven/");
        }
        named.removeIf(each -> each.startsWith(ANNOTATIONS));

        assertThat(bom.path("bomFormat").textValue()).isEqualTo("CycloneDX");
        assertThat(bom.at("/metadata/component/name").textValue()).isEqualTo(name);
        assertThat(named)
                .as("a build with mvn -o leaves the bill as it is")
                .containsExactlyInAnyOrder(
                        Objects.requireNonNull(target.resolve("lib").toFile().list()));
    }

    /** Requires the bill, which Maven does not create offline; in continuous integration its absence is a failure. */
    private static void require(Path bill) {
        if (Files.exists(bill)) {
            return;
        }
        String message = "%s is not there: build once without -o".formatted(bill);
        if (System.getenv("CS_REQUIRE_CLIENTS") != null) {
            throw new AssertionError(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }
}
