package io.os199.cs.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Programs that npm installs as the {@code package-lock.json} of a folder says, with the Node.js that they need.
 *
 * @param what the name of the programs in messages
 */
public record NpmPrograms(String what, Path folder) {
    private static final int PATIENCE_SECONDS = 300;

    public NpmPrograms {
        folder = folder.toAbsolutePath();
    }

    /** The exit status of a program and all its output. */
    public record Result(int status, String output) {}

    /**
     * Installs the programs if they are missing. Without npm the tests are skipped and say so, unless {@code
     * CS_REQUIRE_CLIENTS} is set, as it is in continuous integration.
     */
    public void install() {
        if (Files.exists(programs().resolve("node"))) {
            return;
        }
        String problem;
        try {
            Result result = run(Map.of(), List.of("npm", "ci", "--no-audit", "--no-fund"));
            if (result.status() == 0) {
                return;
            }
            problem = result.output();
        } catch (UncheckedIOException noSuchProgram) {
            problem = "npm is not on the PATH";
        }
        String message = what + " could not be installed: " + problem;
        if (System.getenv("CS_REQUIRE_CLIENTS") != null) {
            throw new AssertionError(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    /** Runs {@code program} of {@code node_modules/.bin} with these arguments. */
    public Result run(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(programs().resolve(program).toString()));
        command.addAll(List.of(arguments));
        return run(Map.of("HOME", home.toString()), command);
    }

    /** Starts the program, for interaction while it runs; its error output goes to the test's output. */
    public Process start(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(programs().resolve(program).toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path programs() {
        return folder.resolve("node_modules/.bin");
    }

    private Result run(Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("npm-program", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment()
                    .merge("PATH", programs().toString(), (path, own) -> own + ":" + path);
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            Files.delete(output);
            assertThat(ended).as("%s does not end:%n%s", command, text).isTrue();
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
