package io.os199.cs.api.conformance;

import com.fasterxml.jackson.databind.JsonNode;

import io.os199.cs.platform.json.Json;
import io.os199.cs.testing.NpmPrograms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The official conformance suite, run against a server. */
final class Suite {
    private static final NpmPrograms PROGRAMS =
            new NpmPrograms("the conformance suite", Path.of("src/test/conformance"));
    private static final String CHECKS = "checks.json";

    private final Path folder;

    /** Runs with its output in {@code folder}. */
    Suite(Path folder) {
        PROGRAMS.install();
        this.folder = folder;
    }

    /** The result of one check. */
    record Check(String scenario, String id, String status, JsonNode all) {
        boolean has(String wanted) {
            return status.equals(wanted);
        }

        @Override
        public String toString() {
            return "%s: %s %s%n%s".formatted(status, scenario, id, all.toPrettyString());
        }
    }

    /** All checks of a run, including those that do not count for the suite's own verdict. */
    record Report(int status, String output, List<Check> checks) {}

    Report run(URI url, String... selection) {
        try {
            Path results = Files.createTempDirectory(folder, "results");
            List<String> arguments =
                    new ArrayList<>(
                            List.of("server", "--url", url.toString(), "-o", results.toString()));
            arguments.addAll(List.of(selection));
            NpmPrograms.Result result =
                    PROGRAMS.run(folder, "conformance", arguments.toArray(String[]::new));
            return new Report(result.status(), result.output(), checks(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Check> checks(Path results) throws IOException {
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(file -> file.endsWith(CHECKS)).flatMap(Suite::read).toList();
        }
    }

    /** Reads the checks of a file, one per scenario, in a folder named after it and the time. */
    private static Stream<Check> read(Path file) {
        try {
            String scenario =
                    file.getParent()
                            .getFileName()
                            .toString()
                            .replaceFirst("^server-", "")
                            .replaceFirst("-\\d{4}-\\d{2}-\\d{2}T.*", "");
            return Json.read(Files.readString(file), JsonNode.class)
                    .valueStream()
                    .map(
                            check ->
                                    new Check(
                                            scenario,
                                            check.path("id").asText(),
                                            check.path("status").asText(),
                                            check));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
