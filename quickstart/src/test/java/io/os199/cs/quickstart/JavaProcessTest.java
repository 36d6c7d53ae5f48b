package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The class archive that a process leaves for the next one of the same jar. */
class JavaProcessTest {
    private static final Instant BUILT = Instant.parse("2026-07-01T12:00:00Z");

    @TempDir private Path target;

    @Test
    void anArchiveOfAnOlderJarMakesWayForOneOfThisJar() throws IOException {
        Path jar = file("quickstart.jar", BUILT);
        Path api = file("api.jsa", BUILT.minusSeconds(1));
        Path worker = file("worker.jsa", BUILT.plusSeconds(1));

        assertThat(JavaProcess.archive(jar, RunPart.API)).isEqualTo(api).doesNotExist();
        assertThat(JavaProcess.archive(jar, RunPart.WORKER)).isEqualTo(worker).exists();
    }

    private Path file(String name, Instant time) throws IOException {
        Path file = Files.createFile(target.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
