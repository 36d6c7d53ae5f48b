package io.os199.cs.api;

import io.dropwizard.core.setup.Bootstrap;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.expansion.renewal.PastForecasts;
import io.os199.cs.expansion.renewal.RenewalBacktest;
import io.os199.cs.expansion.renewal.RenewalFilter;
import io.os199.cs.health.HealthScoring;
import io.os199.cs.platform.config.ServiceConfiguration;
import io.os199.cs.platform.database.Database;

import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * {@code forecast replay}: what past nights would have forecast for renewals. {@code forecast report}: how the
 * forecasts turned out, by quarter.
 */
final class ForecastCommand extends OperatorCommand {
    private static final int LEAD_DAYS = 90;
    private static final int QUARTERS = 4;
    private static final int MOST_MONTHS = 60;

    /** Covers a year of renewals, forecast up to {@value #LEAD_DAYS} + 30 days ahead. */
    private static final int USUAL_MONTHS = 16;

    ForecastCommand(Clock clock, PrintStream out, PrintStream err) {
        super("forecast", "Holds forecasts of renewals against what happened", clock, out, err);
    }

    @Override
    public void configure(Subparser parser) {
        Subparsers actions = parser.addSubparsers().dest("action").metavar("replay|report");
        action(actions, "replay", "Stores what past nights would have foreseen, then reports")
                .addArgument("--months")
                .type(Integer.class)
                .choices(Arguments.range(1, MOST_MONTHS))
                .setDefault(USUAL_MONTHS)
                .help("how many months back");
        action(actions, "report", "Says how what was foreseen came out");
    }

    @Override
    protected void run(
            Bootstrap<ServiceConfiguration> bootstrap,
            Namespace namespace,
            ServiceConfiguration configuration)
            throws Exception {
        try (CommandPool pool = CommandPool.open(this, bootstrap, configuration)) {
            Database database = pool.database();
            if (namespace.getString("action").equals("replay")) {
                // Cached answers expire by themselves within a minute.
                HealthScoring scoring =
                        new HealthScoring(
                                new Timeline(), new AuditLog(clock), ClientAnswers.unkept(), clock);
                new PastForecasts(database, scoring, clock)
                        .store(namespace.getInt("months"), OPERATOR, this::print);
            }
            report(database);
        }
    }

    private void print(PastForecasts.Stored stored) {
        err.printf(
                "%s: %,d forecasts, churn model %s%n",
                stored.day(), stored.forecastCount(), stored.modelStage());
    }

    private void report(Database database) {
        out.printf(
                "Renewals by their date, foreseen %d to %d days before; in brackets what the rate"
                        + " of the year before would have said%n",
                LEAD_DAYS, LEAD_DAYS + 30);
        out.printf(
                "%-24s %7s %8s %8s %15s %15s %18s %16s%n",
                "dated",
                "decided",
                "foreseen",
                "replayed",
                "predicted",
                "actual",
                "error",
                "Brier");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate quarter = today.withDayOfMonth(1).minusMonths((today.getMonthValue() - 1) % 3L);
        for (int back = QUARTERS; back > 0; back--) {
            line(
                    database,
                    quarter.minusMonths(3L * back),
                    quarter.minusMonths(3L * (back - 1)).minusDays(1));
        }
        line(database, quarter.minusMonths(3L * QUARTERS), quarter.minusDays(1));
    }

    private void line(Database database, LocalDate first, LocalDate last) {
        int days = (int) ChronoUnit.DAYS.between(first, last) + 1;
        RenewalBacktest.Sums read =
                database.read(
                                tx ->
                                        RenewalBacktest.read(
                                                tx, RenewalFilter.all(last), LEAD_DAYS, days))
                        .sums();
        out.printf(
                Locale.ROOT,
                "%s..%s %9d %8d %8d %15s %15s %8s %9s %7s %8s%n",
                first,
                last,
                read.decidedCount(),
                read.renewalCount(),
                read.replayedCount(),
                money(read, read.predicted()),
                money(read, read.actual().doubleValue()),
                shown(read.errorRate()),
                bracketed(read.renewalCount() == 0 ? null : read.naiveErrorRate()),
                shown(read.brier()),
                bracketed(read.naiveBrier()));
    }

    /** Nothing foreseen is not a forecast of 0. */
    private static String money(RenewalBacktest.Sums read, double amount) {
        return read.renewalCount() == 0 ? "-" : String.format(Locale.ROOT, "%,.2f", amount);
    }

    private static String shown(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String bracketed(@Nullable Double value) {
        return "(" + shown(value) + ")";
    }
}
