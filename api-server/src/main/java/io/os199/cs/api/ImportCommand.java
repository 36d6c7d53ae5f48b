package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.api.web.ImportParameters;
import io.os199.cs.ingest.Imports;
import io.os199.cs.ingest.model.ImportCounts;
import io.os199.cs.ingest.model.ImportRecord;
import io.os199.cs.ingest.model.RowFault;
import io.os199.cs.jobs.JobQueue;
import io.os199.cs.jobs.JobSubmission;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.Json;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** {@code import KIND FILE}: hands a file of rows to the workers and waits for the result. */
final class ImportCommand extends ConfiguredCommand<ServiceConfiguration> {
    private static final String PRINCIPAL = "command-line";
    private static final String STANDARD_INPUT = "-";
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHOWN_FAULTS = 20;

    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;

    ImportCommand(Clock clock, PrintStream out, PrintStream err) {
        super("import", "Imports a file of rows");
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("kind").help("what the rows are, for example clients");
        parser.addArgument("rows")
                .metavar("FILE")
                .help("CSV or NDJSON, plain or gzip; - for input");
        parser.addArgument("--format").help("csv or ndjson; by the name of the file when absent");
        parser.addArgument("--mode")
                .help("strict (default): all rows or none; lenient: the good ones");
        parser.addArgument("--on-conflict").dest("on_conflict").help("update (default) or skip");
        parser.addArgument("--delimiter").help("of CSV: , (default) ; or tab");
        flag(parser, "--dry-run", "dry_run", "say what would be, and keep nothing");
        flag(parser, "--force", "force", "even if this very file was imported before");
        parser.addArgument("--errors")
                .help("a file to write what is wrong with each row to, as NDJSON");
        parser.addArgument("--config").dest("file").setDefault("config.yml").help("config.yml");
    }

    private static void flag(Subparser parser, String name, String dest, String help) {
        parser.addArgument(name).dest(dest).action(Arguments.storeTrue()).help(help);
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        String file = namespace.getString("rows");
        Imports.Order order =
                switch (ImportParameters.read(name -> given(namespace, name, file), PRINCIPAL)) {
                    case ImportParameters.Good(Imports.Order good) -> good;
                    case ImportParameters.Bad(String message) ->
                            throw new IllegalArgumentException(message);
                };
        try (InputStream rows = open(file);
                CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            Imports imports =
                    new Imports(
                            pool.database(),
                            new JobSubmission(new JobQueue(pool.dataSource()), clock),
                            clock);
            report(imports, imports.receive(order, rows), namespace.getString("errors"));
        }
    }

    private static @Nullable String given(Namespace namespace, String name, String file) {
        Object value = namespace.get(name);
        if (value == null && name.equals("format")) {
            return ImportParameters.formatOf(file);
        }
        return value == null ? null : value.toString();
    }

    private static InputStream open(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return System.in;
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException("there is no readable file " + file);
        }
        return Files.newInputStream(path);
    }

    private void report(Imports imports, Imports.Received received, @Nullable String errors)
            throws IOException, InterruptedException {
        switch (received) {
            case Imports.Accepted(ImportRecord record) -> {
                ImportRecord ended = await(imports, record);
                print(imports, ended, errors);
                switch (ended.state()) {
                    case DONE -> {}
                    case CANCELLED ->
                            throw new IllegalStateException(
                                    "The import was cancelled; the rows that are counted stay.");
                    default ->
                            throw new IllegalStateException(
                                    Objects.requireNonNullElse(
                                            ended.message(), "The import failed."));
                }
            }
            case Imports.Duplicate(ImportRecord record) -> {
                out.printf(
                        "This file was imported on %s already; --force imports it again.%n",
                        Objects.requireNonNull(record.finishedAt()).toString().substring(0, 10));
                print(imports, record, errors);
            }
            case Imports.TooLarge _ ->
                    throw new IllegalArgumentException("at most 2 GB unpacked; split the file");
            case Imports.Empty _ -> throw new IllegalArgumentException("the file is empty");
        }
    }

    private ImportRecord await(Imports imports, ImportRecord record) throws InterruptedException {
        err.printf("import %s, job %s%n", record.importId(), record.jobId());
        long began = System.nanoTime();
        boolean warned = false;
        ImportRecord current = record;
        String shown = "";
        while (!current.state().isFinal()) {
            Thread.sleep(LOOK);
            current = imports.find(record.importId()).orElseThrow();
            String now =
                    "%s: %,d rows read, %,d merged"
                            .formatted(
                                    current.state().name().toLowerCase(java.util.Locale.ROOT),
                                    current.counts().readCount(),
                                    merged(current.counts()));
            if (!now.equals(shown)) {
                err.println(now);
                shown = now;
            }
            boolean late = System.nanoTime() - began > PATIENCE.toNanos();
            if (late && !warned && current.counts().readCount() == 0) {
                err.println("no worker has begun yet; one must run (./cs-mcp up)");
                warned = true;
            }
        }
        return current;
    }

    private static long merged(ImportCounts counts) {
        return counts.insertedCount()
                + counts.updatedCount()
                + counts.unchangedCount()
                + counts.skippedCount();
    }

    private void print(Imports imports, ImportRecord record, @Nullable String errors)
            throws IOException {
        ImportCounts counts = record.counts();
        out.printf(
                "%s%,d rows: %,d inserted, %,d updated, %,d unchanged, %,d skipped, %,d rejected%n",
                record.options().dryRun() ? "dry run, nothing kept: " : "",
                counts.readCount(),
                counts.insertedCount(),
                counts.updatedCount(),
                counts.unchangedCount(),
                counts.skippedCount(),
                counts.rejectedCount());
        record.faults().byCode().forEach((code, count) -> out.printf("  %-20s %,d%n", code, count));
        List<RowFault> faults = imports.faults(record.importId());
        faults.stream()
                .limit(SHOWN_FAULTS)
                .forEach(fault -> out.printf("  line %d: %s%n", fault.line(), fault.message()));
        if (errors != null) {
            Files.write(Path.of(errors), faults.stream().map(Json::write).toList());
            out.printf("%,d faults written to %s%n", faults.size(), errors);
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
