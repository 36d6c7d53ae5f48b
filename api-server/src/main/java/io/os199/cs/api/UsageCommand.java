package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;
import io.os199.cs.usage.UsageRebuild;
import io.os199.cs.usage.UsageRebuild.Rebuilt;
import io.os199.cs.usage.UsageRollups;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;

/** {@code usage rebuild}: recomputes the rollups of past days from their events and reports how many rows differed. */
final class UsageCommand extends ConfiguredCommand<ServiceConfiguration> {
    private final Clock clock;
    private final PrintStream out;

    UsageCommand(Clock clock, PrintStream out) {
        super("usage", "Recomputes rollups of usage events");
        this.clock = clock;
        this.out = out;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("what").choices("rebuild").help("rebuild: recompute past days");
        parser.addArgument("--from").help("the first day, as 2026-03-01");
        parser.addArgument("--to").help("the last day");
        parser.addArgument("--client").help("the id of one client; all when absent");
        parser.addArgument("--config").dest("file").setDefault("config.yml").help("config.yml");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        LocalDate from = day("--from", namespace.getString("from"));
        LocalDate to = day("--to", namespace.getString("to"));
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("--to must not be before --from");
        }
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            Database database = pool.database();
            // Cached answers expire by themselves within a minute.
            UsageRollups rollups = new UsageRollups(database, ClientAnswers.unkept(), clock);
            Rebuilt rebuilt =
                    new UsageRebuild(database, rollups)
                            .rebuild(from, to, namespace.getString("client"));
            out.printf(
                    "%d client-days with events, %d rows differed%n",
                    rebuilt.dayCount(), rebuilt.differedCount());
        }
    }

    private static LocalDate day(String option, @Nullable String text) {
        try {
            return LocalDate.parse(text == null ? "" : text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(option + " takes a day as 2026-03-01", e);
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
