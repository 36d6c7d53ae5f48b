package io.os199.cs.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program as the images run it, from the working directory: its jar with {@code jvm.options}, {@code config.yml},
 * the images' settings for the C library, and the AOT cache of {@code ./cs-mcp train}.
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

    /**
     * Whether there is a cache of this build: the JVM itself may mistake another jar for the one that the cache
     * belongs to.
     */
    boolean hasCache() throws IOException {
        return Files.exists(cache)
                && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    /** Returns a builder for the process, not started, with the environment of this one. */
    ProcessBuilder server(boolean cached) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@jvm.options");
        if (cached) {
            command.add("-XX:AOTCache=" + cache);
            // A cache that does not match is an error here rather than a slow start.
            command.add("-XX:AOTMode=on");
        }
        command.addAll(List.of("-jar", jar.toString(), "server", "config.yml"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        return builder;
    }
}
