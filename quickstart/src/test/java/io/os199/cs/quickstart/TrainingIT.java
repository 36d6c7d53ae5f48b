package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./cs-mcp train}: class caches with which the processes start from where an image has put them. */
class TrainingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Path HOME = Path.of("").toAbsolutePath().getParent();

    @BeforeAll
    static void train() {
        RunningProduct.Ended trained =
                RunningProduct.run(
                        PATIENCE, "train", "--port", Integer.toString(RunningProduct.freePort()));

        assertThat(trained.status()).as(trained.output()).isZero();
        assertThat(trained.output()).contains("api-server.aot", "worker.aot");
    }

    @Test
    void theApiComesFromItsCacheElsewhere(@TempDir Path image) throws Exception {
        copy("api-server", image);

        String started = started(image, "api-server");

        assertThat(started)
                .containsPattern("io\\.os199\\.cs\\.api\\.ApiServer source: shared objects");
    }

    @Test
    void theWorkerComesFromItsCacheElsewhere(@TempDir Path image) throws Exception {
        copy("worker", image);

        String started = started(image, "worker");

        assertThat(started)
                .containsPattern("io\\.os199\\.cs\\.worker\\.WorkerServer source: shared objects");
    }

    /** Copies the jar, its libraries and its cache unchanged. */
    private static void copy(String name, Path image) throws IOException {
        Path target = HOME.resolve(name).resolve("target");
        List<Path> files =
                new ArrayList<>(
                        List.of(target.resolve(name + ".jar"), target.resolve(name + ".aot")));
        try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            files.addAll(libraries.toList());
        }
        Files.createDirectory(image.resolve("lib"));
        for (Path file : files) {
            Files.copy(
                    file,
                    image.resolve(target.relativize(file)),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Returns what the JVM logs about the classes that it loads until the help is printed. */
    private static String started(Path image, String name) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "@" + HOME.resolve("jvm.options"),
                                "-XX:AOTMode=on",
                                "-XX:AOTCache=" + name + ".aot",
                                "-Xlog:class+load",
                                "-jar",
                                name + ".jar",
                                "--help")
                        .directory(image.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
