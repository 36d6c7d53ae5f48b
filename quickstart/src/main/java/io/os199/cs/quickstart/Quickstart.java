package io.os199.cs.quickstart;

import ch.qos.logback.classic.Level;

import io.dropwizard.logging.common.BootstrapLogging;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The command behind {@code ./cs-mcp up}. */
public final class Quickstart {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int RUNNING = 3;

    private Quickstart() {}

    public static void main(String[] arguments) {
        BootstrapLogging.bootstrap(Level.WARN);
        int status = run(Arrays.asList(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(List<String> arguments) {
        Path home = Path.of(Objects.requireNonNullElse(System.getProperty("cs.home"), "."));
        String command = arguments.isEmpty() ? "up" : arguments.getFirst();
        if (command.equals("describe")) {
            return describe(arguments.stream().skip(1).toList());
        }
        try {
            UpOptions options =
                    UpOptions.parse(arguments.stream().skip(1).toList(), home.toAbsolutePath());
            return switch (command) {
                case "up" -> up(options, home);
                case "check" -> check(options);
                case "train" -> train(options, home.toAbsolutePath());
                default -> throw new IllegalArgumentException("no such command: " + command);
            };
        } catch (IllegalArgumentException e) {
            System.err.println("cs-mcp: " + e.getMessage() + " (./cs-mcp up --help)");
            return MISUSED;
        }
    }

    /** Returns when everything is started, or with a status when nothing is; the JVM's shutdown stops it. */
    private static int up(UpOptions options, Path home) {
        RunParts parts = new RunParts();
        StepProgress progress = new StepProgress(System.out, Boolean.getBoolean("cs.terminal"));
        try {
            new Up(options, home, parts, progress, Clock.systemUTC()).run();
            parts.awaitStop();
            return 0;
        } catch (CannotStartException e) {
            if (!parts.isStopping()) {
                progress.interrupted();
                System.err.println("cs-mcp: " + e.getMessage());
            }
            return FAILED;
        }
    }

    /** Creates the AOT caches, which need a port and no other option. */
    private static int train(UpOptions options, Path home) {
        RunParts parts = new RunParts();
        StepProgress progress = new StepProgress(System.out, Boolean.getBoolean("cs.terminal"));
        try {
            new Training(options.ports(), home, parts, progress, Clock.systemUTC()).run();
            return 0;
        } catch (CannotStartException e) {
            progress.interrupted();
            System.err.println("cs-mcp: " + e.getMessage());
            return FAILED;
        }
    }

    /** Describes the database; the script has found it and the folder, whose path is the only argument. */
    private static int describe(List<String> arguments) {
        try {
            System.out.print(Describe.text(Path.of(arguments.getFirst()), System.getenv()));
            return 0;
        } catch (CannotStartException e) {
            System.err.println("cs-mcp: " + e.getMessage());
            return FAILED;
        }
    }

    /** Checks whether the folder is in use, for the script, which must not rebuild what is running. */
    private static int check(UpOptions options) {
        try {
            RunLock.take(Folder.open(options.data()), options.ports().mcp()).close();
            return 0;
        } catch (CannotStartException e) {
            System.err.println("cs-mcp: " + e.getMessage());
            return RUNNING;
        }
    }
}
