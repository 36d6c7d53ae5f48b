package io.os199.cs.api;

import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.retention.churn.CalibrationBin;
import io.os199.cs.retention.churn.ChurnModel;
import io.os199.cs.retention.churn.ChurnModels;
import io.os199.cs.retention.churn.ChurnReport;
import io.os199.cs.retention.churn.ForecastQuality;
import io.os199.cs.retention.churn.TrainingRows;

import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code model report churn}: how well the active version of the churn model works, and the newest trained version
 * where it is a different one. {@code model rows churn}: what training today would learn from, as CSV. It changes
 * nothing.
 */
final class ModelCommand extends ConfiguredCommand<ServiceConfiguration> {
    private final PrintStream out;

    ModelCommand(PrintStream out) {
        super("model", "Shows how well a model works");
        this.out = out;
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("what")
                .choices("report", "rows")
                .help("report: how well it works; rows: what training learns from, as CSV");
        parser.addArgument("model").choices("churn").help("churn: who leaves within 90 days");
        parser.addArgument("--config").dest("file").setDefault("config.yml").help("config.yml");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        if (namespace.getString("what").equals("rows")) {
            try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
                LocalDate today = LocalDate.now(Clock.systemUTC());
                pool.database().read(tx -> TrainingRows.write(tx, today, out::println));
            }
            return;
        }
        ChurnModels.Version active;
        Optional<ChurnModels.Version> newest;
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            active = pool.database().read(ChurnModels::activeVersion);
            newest = pool.database().read(ChurnModels::newest);
        }
        print(active);
        newest.filter(version -> version.model().modelVersion() != active.model().modelVersion())
                .ifPresent(
                        version -> {
                            out.println();
                            print(version);
                        });
    }

    private void print(ChurnModels.Version version) {
        ChurnModel model = version.model();
        out.printf(
                "churn, version %d, %s: %s, calibration %s, %s%n",
                model.modelVersion(),
                version.status(),
                WireName.of(model.stage()),
                WireName.of(model.calibration()),
                model.trainedAt() == null ? "never trained" : "trained at " + model.trainedAt());
        ChurnReport report = version.report();
        if (report == null) {
            out.println("  The weights are judgement; nothing was learned here yet.");
        } else {
            print(report);
        }
        out.println("  weight of a standard deviation, in log-odds:");
        out.printf("    %-22s %8.4f%n", "intercept", model.weights().intercept());
        new TreeMap<>(model.weights().features())
                .forEach((name, term) -> out.printf("    %-22s %8.4f%n", name, term.weight()));
    }

    private void print(ChurnReport report) {
        out.printf(
                "  %,d rows, %,d churns%n", report.labelledRowCount(), report.labelledChurnCount());
        print("older windows", report.trainRows(), report.trainChurnsNeeded());
        print("newest windows", report.testRows(), report.testChurnsNeeded());
        if (report.test() == null) {
            out.println("  Too few churns to learn weights from.");
            return;
        }
        out.printf(
                Locale.ROOT,
                "  lambda %s, slope %s%n",
                shown(report.lambda(), 0),
                shown(report.slope(), 4));
        if (!report.droppedFeatures().isEmpty()) {
            out.println(
                    "  without "
                            + String.join(
                                    ", ",
                                    report.droppedFeatures().stream().map(WireName::of).toList()));
        }
        out.println(
                "  on the newest windows:     AUC   Brier  log loss  skill  lift of the top tenth");
        print("this version", report.test());
        print("judged weights", report.prior());
        print(report.calibrationTable());
        for (ChurnReport.Gate gate : report.gates()) {
            out.printf(
                    "  gate %s: %s, %s, to be %s%n",
                    gate.name(),
                    gate.isPassed() ? "passed" : "FAILED",
                    shown(gate.value(), 4),
                    gate.expected());
        }
    }

    private void print(String which, ChurnReport.Rows rows, int needed) {
        out.printf(
                Locale.ROOT,
                "  %s: %s to %s, %d windows, %,d rows, %,d churns (%d needed), base rate %s%n",
                which,
                rows.firstOn(),
                rows.lastOn(),
                rows.windowCount(),
                rows.rowCount(),
                rows.churnedCount(),
                needed,
                shown(rows.baseRate(), 4));
    }

    private void print(String which, @Nullable ForecastQuality quality) {
        if (quality != null) {
            out.printf(
                    Locale.ROOT,
                    "    %-20s %7s %7s %9s %6s %6s%n",
                    which,
                    shown(quality.auc(), 4),
                    shown(quality.brier(), 4),
                    shown(quality.logLoss(), 4),
                    shown(quality.brierSkill(), 3),
                    shown(quality.topTenthLift(), 2));
        }
    }

    private void print(List<CalibrationBin> table) {
        out.println("  of those whose probability was   said   left  of  interval of 95 %");
        for (CalibrationBin bin : table) {
            out.printf(
                    Locale.ROOT,
                    "    %6.4f to %6.4f            %6.4f %6.4f %4d  %6.4f to %6.4f%n",
                    bin.lower(),
                    bin.upper(),
                    bin.meanPredicted(),
                    bin.observedRate(),
                    bin.rowCount(),
                    bin.intervalLow(),
                    bin.intervalHigh());
        }
    }

    private static String shown(@Nullable Double value, int decimals) {
        return value == null ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable failure) {
        cli.getStdErr().println(failure.getMessage());
    }
}
