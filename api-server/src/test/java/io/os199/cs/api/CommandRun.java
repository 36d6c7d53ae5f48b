package io.os199.cs.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.testing.TestDatabase;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Runs one command as the service's role on a test database. */
final class CommandRun {
    private final BiFunction<PrintStream, PrintStream, Command> command;
    private final Path config;

    CommandRun(
            TestDatabase database,
            Path folder,
            BiFunction<PrintStream, PrintStream, Command> command) {
        this(database, folder, "", command);
    }

    /** @param more further lines of the configuration */
    CommandRun(
            TestDatabase database,
            Path folder,
            String more,
            BiFunction<PrintStream, PrintStream, Command> command) {
        this.command = command;
        try {
            config =
                    Files.writeString(
                            folder.resolve("config.yml"),
                            """
                            database:
                              driverClass: org.postgresql.Driver
                              url: "%s"
                              user: cs
                            readDatabase:
                              driverClass: org.postgresql.Driver
                              url: ""
                            logging:
                              level: WARN
                            %s
                            """
                                    .formatted(database.url(), more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output of a command, and why it failed. */
    record Ended(String out, String err, Optional<Throwable> failure) {}

    Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, true, UTF_8);
        PrintStream told = new PrintStream(err, true, UTF_8);
        Bootstrap<ServiceConfiguration> bootstrap = new Bootstrap<>(new ApiServer());
        ServiceConfiguration.readEnvironment(bootstrap);
        bootstrap.addCommand(command.apply(printed, told));
        Optional<Throwable> failure =
                new Cli(new JarLocation(getClass()), bootstrap, printed, told)
                        .run(
                                Stream.concat(
                                                Stream.of(arguments),
                                                List.of("--config", config.toString()).stream())
                                        .toArray(String[]::new));
        return new Ended(out.toString(UTF_8), err.toString(UTF_8), failure);
    }
}
