package io.os199.cs.quickstart;

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

/** Runs the official MCP clients, which npm installs with the Node.js that they need. */
final class OfficialClients {
    private static final Path FOLDER = Path.of("src/test/clients").toAbsolutePath();
    private static final Path PROGRAMS = FOLDER.resolve("node_modules/.bin");
    private static final int PATIENCE_SECONDS = 300;

    private OfficialClients() {}

    /**
     * Installs them where they are not. Where there is no npm the tests are skipped and say so, unless {@code
     * CS_REQUIRE_CLIENTS} is set, as in continuous integration.
     */
    static void install() {
        if (Files.exists(PROGRAMS.resolve("node"))) {
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
        String message = "the official MCP clients could not be installed: " + problem;
        if (System.getenv("CS_REQUIRE_CLIENTS") != null) {
            throw new AssertionError(message);
        }
        System.err.println("SKIPPED: " + message);
        abort(message);
    }

    record Result(int status, String output) {}

    /** {@code program} of {@code node_modules/.bin} with its arguments; its whole output. */
    static Result run(Path home, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return run(Map.of("HOME", home.toString()), command);
    }

    /** The same, to be talked with while it runs; what it complains of is among the test's output. */
    static Process start(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PROGRAMS.resolve(program).toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result run(Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("client", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(FOLDER.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment()
                    .merge("PATH", PROGRAMS.toString(), (path, own) -> own + ":" + path);
            Process process = builder.start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            assertThat(ended).as("%s does not end:%n%s", command, text).isTrue();
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
