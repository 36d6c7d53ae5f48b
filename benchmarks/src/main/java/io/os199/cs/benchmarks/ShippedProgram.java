package io.os199.cs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as images run it, from the folder that we run in: its jar with {@code jvm.options}, {@code config.yml}, what images
 * set for the C library, and the AOT cache of {@code ./cs-mcp train}.
 */
enum ShippedProgram {
    API("api-server"),
    WORKER("worker");

    private final Path jar;
    private final Path cache;

    ShippedProgram(String module) {
        this.jar = Path.of(module, "target", module + ".jar");
        this.cache = jar.resolveSibling(module + ".aot");
    }

    Path cache() {
        return cache;
    }

    /** Whether there is one of this build: the JVM itself may take another jar for the one it knows. */
    boolean hasCache() throws IOException {
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** Not started; with the environment of this process. */
    ProcessBuilder server(boolean cached) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@jvm.options");
        if (cached) {
            command.add("-XX:AOTCache=" + cache);
            // A cache that does not fit is an error here, and not a slow start.
            command.add("-XX:AOTMode=on");
        }
        command.addAll(List.of("-jar", jar.toString(), "server", "config.yml"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        return builder;
    }
}
