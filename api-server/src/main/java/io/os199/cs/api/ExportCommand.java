package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.api.web.ImportParameters;
import io.os199.cs.ingest.Export;
import io.os199.cs.ingest.kind.Kind;
import io.os199.cs.ingest.kind.Kinds;
import io.os199.cs.ingest.model.ImportFormat;
import io.os199.cs.platform.config.ServiceConfiguration;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** {@code export KIND [FILE]}: writes stored rows in the format that import accepts. */
final class ExportCommand extends ConfiguredCommand<ServiceConfiguration> {
    private final PrintStream out;
    private final PrintStream err;

    ExportCommand(PrintStream out, PrintStream err) {
        super("export", "Exports rows");
        this.out = out;
        this.err = err;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("kind").help("what the rows are, for example clients");
        parser.addArgument("rows").metavar("FILE").nargs("?").help("where to; output when absent");
        parser.addArgument("--format").help("csv or ndjson; by the name of the file when absent");
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
        String file = namespace.getString("rows");
        ImportFormat format = format(namespace.getString("format"), file == null ? "" : file);
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            write(new Export(pool.database()), kind, format, file);
        }
    }

    private static ImportFormat format(@Nullable String given, String file) {
        String name = given == null ? ImportParameters.formatOf(file) : given;
        return switch (name) {
            case "csv" -> ImportFormat.CSV;
            case "ndjson" -> ImportFormat.NDJSON;
            default -> throw new IllegalArgumentException("format is one of csv, ndjson");
        };
    }

    private void write(Export export, Kind kind, ImportFormat format, @Nullable String file)
            throws IOException {
        long rows;
        if (file == null) {
            rows = export.write(kind, format, out);
            out.flush();
        } else {
            try (OutputStream to = open(file)) {
                rows = export.write(kind, format, to);
            }
        }
        err.printf("%,d rows of %s%n", rows, kind.name());
    }

    private static OutputStream open(String file) throws IOException {
        OutputStream plain = new BufferedOutputStream(Files.newOutputStream(Path.of(file)));
        return file.endsWith(".gz") ? new GZIPOutputStream(plain) : plain;
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
