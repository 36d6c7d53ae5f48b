package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.integration.IntegrationStates;
import io.os199.cs.integration.IntegrationStatus;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.WireName;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** {@code integration status}: which services outside are on, how they are, and what they told us that waits or was given up. */
final class IntegrationCommand extends OperatorCommand {
    private static final String LINE = "%-8s  %-7s  %-11s  %-17s  %-17s  %7s  %5s  %s%n";

    IntegrationCommand(Clock clock, PrintStream out, PrintStream err) {
        super("integration", "Shows how the services outside are", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions = parser.addSubparsers().dest("action").metavar("status");
        action(actions, "status", "Shows how each service outside is, as the worker found it");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            IntegrationStates states = new IntegrationStates(pool.database(), clock);
            out.printf(
                    LINE, "SERVICE", "ENABLED", "STATE", "CHECKED", "READ", "WAITING", "DEAD",
                    "WHY");
            pool.database().current(states::all).forEach(this::print);
        }
    }

    private void print(IntegrationStatus status) {
        out.printf(
                LINE,
                status.name().wireName(),
                status.enabled() ? "yes" : "no",
                WireName.of(status.state()),
                minute(status.checkedAt()),
                minute(status.lastSyncAt()),
                status.waitingCount(),
                status.deadCount(),
                Objects.requireNonNullElse(status.lastErrorCode(), "-"));
    }

    /** In UTC, to the minute. */
    private static String minute(@Nullable Instant instant) {
        return instant == null
                ? "-"
                : instant.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "Z");
    }
}
