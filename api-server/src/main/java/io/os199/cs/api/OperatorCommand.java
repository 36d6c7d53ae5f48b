package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.os199.cs.core.model.Actor;
import io.os199.cs.platform.config.ServiceConfiguration;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import java.io.PrintStream;
import java.time.Clock;
import java.util.Objects;

/**
 * A command with several actions for whoever runs the deployment: its findings go to the output, its refusals to the
 * error stream.
 */
abstract class OperatorCommand extends ConfiguredCommand<ServiceConfiguration> {
    /** The actor that the audit log names for what is done by command. */
    static final Actor OPERATOR = new Actor("operator", null);

    final Clock clock;
    final PrintStream out;
    final PrintStream err;

    OperatorCommand(
            String name, String description, Clock clock, PrintStream out, PrintStream err) {
        super(name, description);
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    /** Adds an action, with the option that names the configuration. */
    static Subparser action(Subparsers actions, String name, String help) {
        Subparser action = actions.addParser(name).help(help).description(help);
        action.addArgument("--config").dest("file").setDefault("config.yml").help("config.yml");
        return action;
    }

    @Override
    public final void onError(Cli cli, Namespace namespace, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        err.println("cs-mcp: " + Objects.requireNonNullElse(cause.getMessage(), "it failed"));
    }
}
