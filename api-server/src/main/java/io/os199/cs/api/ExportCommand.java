package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.ingest.Export;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.platform.config.ServiceConfiguration;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code export KIND [FILE]}: writes stored rows as CSV, as import takes them. */
final class ExportCommand extends ConfiguredCommand<ServiceConfiguration> {
    private final PrintStream out;
    private final PrintStream err;

    ExportCommand(PrintStream out, PrintStream err) {
        super("export", "Exports rows as CSV");
        this.out = out;
        this.err = err;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("kind").help("what the rows are, for example clients");
        parser.addArgument("rows").metavar("FILE").nargs("?").help("where to; output when absent");
        parser.addArgument("--config").dest("file").setDefault("config.yml").help("config.yml");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        String name = namespace.getString("kind");
        Kind kind =
                Kinds.named(name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "kind is one of "
                                                        + String.join(", ", Kinds.names())));
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration.database())) {
            write(new Export(pool.database()), kind, namespace.getString("rows"));
        }
    }

    private void write(Export export, Kind kind, @Nullable String file) throws Exception {
        long rows;
        if (file == null) {
            rows = export.write(kind, out);
            out.flush();
        } else {
            try (OutputStream to = Files.newOutputStream(Path.of(file))) {
                rows = export.write(kind, to);
            }
        }
        err.printf("%,d rows of %s%n", rows, kind.name());
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
