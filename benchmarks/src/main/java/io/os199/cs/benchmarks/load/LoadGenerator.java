package io.os199.cs.benchmarks.load;

import io.gatling.app.Gatling;
import io.gatling.javaapi.core.Simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a simulation in a separate process, so that its CPU is not shared, and reads the answers that it got. */
public final class LoadGenerator {
    /** The system property that names the file of the answers. */
    private static final String ANSWERS = "benchmarks.load.answers";

    /** The time allowed for startup and for what is in progress at the end. */
    private static final long PATIENCE_SECONDS = 120;

    private LoadGenerator() {}

    public static List<Answered> run(Class<? extends Simulation> simulation, LoadPlan plan)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmarks-load-");
        Path told = folder.resolve("plan.json");
        Path answers = folder.resolve("answers.tsv");
        Path log = folder.resolve("gatling.log");
        plan.write(told);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "--enable-native-access=ALL-UNNAMED",
                                // Gatling writes into strings.
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-D" + LoadPlan.PROPERTY + "=" + told,
                                "-D" + ANSWERS + "=" + answers,
                                Gatling.class.getName(),
                                "--simulation",
                                simulation.getName(),
                                "--results-folder",
                                folder.toString(),
                                "--no-reports")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long most = plan.ramp().plus(plan.time()).toSeconds() + PATIENCE_SECONDS;
        try {
            if (!process.waitFor(most, TimeUnit.SECONDS) || !Files.exists(answers)) {
                throw new IOException("the generator did not end well: see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        try (var lines = Files.lines(answers)) {
            return lines.map(Answered::ofLine).toList();
        }
    }

    /** Hands back the answers; called at the end of a simulation, in its process. */
    static void handBack(Collection<Answered> answered) {
        try {
            Files.write(
                    Path.of(System.getProperty(ANSWERS, "")),
                    answered.stream().map(Answered::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
